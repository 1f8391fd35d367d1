// One listener a component: turns a click on what views.py and panel.py wrote into an event of the app.
// Words from documents arrive here only as data and are never evaluated or inserted as HTML.
element.addEventListener('click', (event) => {
  const hit = event.target.closest(
    '[data-at],[data-ask],[data-search],[data-copy],[data-without],[data-close],[data-print],[data-tab]',
  );
  if (!hit || hit.disabled) return;
  const data = hit.dataset;
  if ('close' in data) return close();
  if ('copy' in data) return copy(hit);
  if ('tab' in data) return window.openTab(data.tab);
  if ('print' in data) return print(hit.closest('.turn'));
  if ('ask' in data) {
    if (matchMedia('(pointer: fine)').matches) document.querySelector('#question textarea')?.focus();
    return trigger('submit', { text: data.ask });
  }
  if ('without' in data) return again(hit);
  if ('search' in data) return trigger('search', { text: data.search });
  if (event.target.closest('details')) return; // why a passage was found, inside its card
  if (String(getSelection())) return; // someone is marking text in a card
  if (!element.closest('#panel')) window.opener_ = event.target.closest('button') || hit.querySelector('button');
  trigger('click', { keys: hit.closest('[data-keys]').dataset.keys, at: Number(data.at) });
});

watch('value', () => {
  followChip();
  if (element.closest('#panel')) return element.querySelector('.source') && showQuote();
  // as an answer grows the page follows, until the question stands at the top
  if (element.closest('#latest')) element.querySelector('.turn')?.scrollIntoView({ block: 'start' });
});

function again(button) {
  if (document.querySelector('#send').disabled) return; // an answer is on its way
  const { turn, text } = button.closest('.understood').dataset;
  window.chip_ = { key: button.dataset.key, turn };
  trigger('submit', { ...(turn ? { turn } : { text }), keys: button.dataset.without });
}

function followChip() { // the page was written anew around the chip that was pressed: the focus goes back to it
  const { key, turn } = window.chip_ ?? {};
  const chip = [...element.querySelectorAll('.understood button')]
    .find((one) => one.dataset.key === key && one.closest('.understood').dataset.turn === turn);
  if (!chip) return;
  if (document.activeElement === document.body) chip.focus({ preventScroll: true });
  if (!turn || chip.closest('.turn').querySelector('.tools')) delete window.chip_;
}

function close() {
  props.value = '';
  window.opener_?.focus({ preventScroll: true });
}

function showQuote() {
  const box = element.querySelector('.scroll');
  const mark = element.querySelector('mark') || element.querySelector('.passage');
  if (box && mark?.offsetParent) { // not while the page is shown as it looks
    box.scrollTop = 0;
    const down = mark.getBoundingClientRect().top - box.getBoundingClientRect().top;
    if (down > box.clientHeight * 0.6) box.scrollTop = down - box.clientHeight / 4; // else title and section stay in sight
  }
  if (!element.contains(document.activeElement) || document.activeElement.disabled) {
    element.querySelector('h2')?.focus({ preventScroll: true });
  }
}

function print(turn) { // this question and its answer alone
  document.body.classList.add('one-turn');
  turn.classList.add('printed');
  window.addEventListener('afterprint', () => {
    document.body.classList.remove('one-turn');
    turn.classList.remove('printed');
  }, { once: true });
  window.print();
}

async function copy(button) {
  const text = button.dataset.copy;
  try {
    await navigator.clipboard.writeText(text);
  } catch { // a page that came over plain http from another machine has no clipboard
    const field = document.createElement('textarea');
    field.value = text;
    document.body.append(field);
    field.select();
    document.execCommand('copy');
    field.remove();
    button.focus();
  }
  const label = button.textContent;
  button.textContent = 'Đã sao chép ✓';
  setTimeout(() => { button.textContent = label; }, 1600);
}

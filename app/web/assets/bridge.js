// One listener a component: turns a click on what views.py and panel.py wrote into an event of the app.
// Words from documents arrive here only as data and are never evaluated or inserted as HTML.
element.addEventListener('click', (event) => {
  const hit = event.target.closest('[data-at],[data-ask],[data-search],[data-copy],[data-without],[data-close],[data-print],[data-tab],[data-event],[data-keep],[data-empty],[data-narrowed]');
  if (!hit || hit.disabled) return;
  const data = hit.dataset;
  if ('close' in data) return close();
  if ('copy' in data) return copy(hit);
  if ('print' in data) return print(hit.closest('.turn'));
  if ('tab' in data) return window.openTab(data.tab);
  if ('event' in data) return fire(hit);
  if ('narrowed' in data) return trigger('apply', { narrowed: data.narrowed, text: data.text });
  if ('keep' in data) return trigger('select', { passage: data.keep });
  if ('empty' in data) return trigger('select', { empty: true });
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

element.addEventListener('keydown', (event) => { // Enter in a field does what the first button beside it does
  if (event.key !== 'Enter' || !event.target.matches('[data-fields] input')) return;
  event.preventDefault();
  event.target.closest('[data-fields]').querySelector('[data-event]').click();
});

watch('value', () => {
  const part = element.querySelector('[data-current],[data-file],[data-told],[data-link]');
  if (part) return errand(part);
  followChip();
  for (const mark of element.querySelectorAll('.text .row mark')) { // the cell that answers, in a table wider than the screen
    const box = mark.closest('.scroll');
    box.scrollLeft += mark.getBoundingClientRect().right + 12 - box.getBoundingClientRect().right;
  }
  if (element.closest('#panel')) return element.querySelector('.source') && showQuote();
  // as an answer grows the page follows, until the question stands at the top
  if (element.closest('#latest')) element.querySelector('.turn')?.scrollIntoView({ block: 'start' });
});

function fire(button) { // an event of the app, with the button's data and the fields around it
  const { event, sure } = button.dataset;
  if (['submit', 'delete'].includes(event) && document.querySelector('#send').disabled) return; // an answer is on its way
  if (sure && button.textContent !== sure) return relabel(button, sure, 5000);
  if (sure) button.relabelled_?.end();
  const given = {};
  for (const field of button.closest('[data-fields]')?.querySelectorAll('input, textarea') ?? []) {
    if (field.type !== 'checkbox') given[field.name] = field.value;
    else if (field.checked) (given[field.name] ??= []).push(field.value);
  }
  trigger(event, { ...button.dataset, ...given });
}

// A button says something else for a while. Gradio keeps the buttons of a list that it writes anew and gives them to other
// rows: what one was to say for its old row must neither come late over its new one's words nor cut them short.
function relabel(button, text, duration) { // milliseconds
  button.relabelled_?.end();
  const usual = button.textContent;
  const end = () => {
    clearTimeout(timer);
    if (button.textContent === text) button.textContent = usual;
  };
  const timer = setTimeout(end, duration);
  button.textContent = text;
  button.relabelled_ = { end };
}

function errand(part) {
  const { current, file, name, type, told, link, below } = part.dataset;
  if (current !== undefined) return sessionStorage.setItem('conversation', current);
  if (told) {
    const place = document.querySelector(`.judged[data-of="${told}"]`);
    place.querySelector('.told').textContent = part.textContent;
    place.querySelector('details').open = false;
    return;
  }
  if (link) {
    const address = `${location.origin}${location.pathname}?cau=${link}`;
    return take(address).then(() => {
      document.querySelector(`.judged[data-of="${below}"] .told`).textContent = `${part.textContent} ${address}`;
    });
  }
  const saved = document.createElement('a');
  saved.href = URL.createObjectURL(new Blob([Uint8Array.from(atob(file), (c) => c.charCodeAt(0))], { type }));
  saved.download = name;
  saved.click();
  setTimeout(() => URL.revokeObjectURL(saved.href), 60000);
  props.value = '';
}

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
  await take(button.dataset.copy);
  button.focus();
  relabel(button, 'Đã sao chép ✓', 1600);
}

async function take(text) { // into the clipboard
  try {
    await navigator.clipboard.writeText(text);
  } catch { // a page that came over plain http from another machine has no clipboard
    const field = document.createElement('textarea');
    field.value = text;
    document.body.append(field);
    field.select();
    document.execCommand('copy');
    field.remove();
  }
}

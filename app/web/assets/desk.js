// The drafting desk: the form, and the draft to be changed section by section. Beside bridge.js; words travel as data only.
const form = () => element.querySelector('.draft-form');
const open_ = (window.desk_ ??= { folds: {}, texts: {} }); // what a redraw must not lose: folds, sections being edited

function filled() { // the form as one object
  const held = Object.fromEntries(new FormData(form()).entries());
  held.figures = [...element.querySelectorAll('tr[data-section]')].map((row) => [
    row.dataset.section, row.dataset.name ?? row.querySelector('.name').value, row.querySelector('.value').value,
  ]).filter(([, name, value]) => name.trim() && value.trim());
  held.compared = [...element.querySelectorAll('[data-compare]:checked')].map((box) => box.dataset.compare);
  return JSON.stringify(held);
}

element.addEventListener('submit', (event) => event.preventDefault());
element.addEventListener('input', (event) => {
  const row = event.target.closest('tr.more');
  if (row && row === row.parentElement.lastElementChild) { // a row for one more figure
    const next = row.cloneNode(true);
    next.querySelectorAll('input').forEach((input) => { input.value = ''; });
    row.after(next);
  }
  const text = event.target.closest('.edit textarea');
  if (text) open_.texts[text.closest('section').dataset.at] = text.value;
});

element.addEventListener('change', (event) => {
  if (event.target.matches('select[data-act]')) {
    const { value } = event.target;
    return value && send('insert', event.target.closest('section'), value);
  }
  if (form()?.contains(event.target)) trigger(event.target.matches('[data-redraw]') ? 'select' : 'input', { form: filled() });
});

element.addEventListener('toggle', (event) => {
  if (event.target.dataset.fold) open_.folds[event.target.dataset.fold] = event.target.open;
}, true);

element.addEventListener('click', (event) => {
  const hit = event.target.closest('button[data-act]');
  if (!hit || hit.disabled) return;
  const { act, at, value } = hit.dataset;
  const section = hit.closest('section');
  if (act === 'make') {
    open_.made = true;
    return trigger('submit', { form: filled() });
  }
  if (act === 'clear') return sure(hit) && trigger('clear');
  if (act === 'go') return go(at);
  if (act === 'edit') return edit(section);
  if (act === 'cancel') return close(section);
  if (act === 'save') {
    const text = section.querySelector('.edit textarea').value;
    delete open_.texts[section.dataset.at];
    return send('save', section, text);
  }
  if (act === 'rewrite') hit.textContent = hit.dataset.busy; // a model takes its time
  send(act, section, value ?? '');
});

function sure(button) { // what clears the desk is asked for twice
  if (button.textContent === button.dataset.sure) {
    window.desk_.texts = {};
    form()?.reset(); // else what was typed would stay in fields that the page merely updates
    return true;
  }
  button.textContent = button.dataset.sure;
  return false;
}

function send(act, section, value) {
  open_.at = section?.dataset.at;
  element.querySelectorAll('button[data-act]').forEach((button) => { if (button.dataset.act !== 'go') button.disabled = true; });
  trigger('submit', { act, at: Number(section?.dataset.at ?? -1), value });
}

function edit(section, text) {
  const box = section.querySelector('.edit'), area = box.querySelector('textarea');
  if (text !== undefined) area.value = text;
  box.hidden = false;
  section.querySelector('.text').hidden = true;
  area.style.height = `${area.scrollHeight + 4}px`;
  open_.texts[section.dataset.at] = area.value;
  if (text === undefined) area.focus();
}

function close(section) {
  const area = section.querySelector('.edit textarea');
  area.value = area.defaultValue;
  section.querySelector('.edit').hidden = true;
  section.querySelector('.text').hidden = false;
  delete open_.texts[section.dataset.at];
}

function go(at) {
  const section = document.querySelector(`#muc-${at}`);
  section?.scrollIntoView({ block: 'start', behavior: 'smooth' });
  section?.querySelector('[data-act=edit]')?.focus({ preventScroll: true });
}

watch('value', () => {
  element.querySelectorAll('details[data-fold]').forEach((one) => {
    if (one.dataset.fold in open_.folds) one.open = open_.folds[one.dataset.fold];
  });
  const wrong = element.querySelector('[aria-invalid]');
  if (wrong) { wrong.closest('details')?.setAttribute('open', ''); wrong.focus(); }
  const paper = element.querySelector('.paper');
  if (!paper) return;
  if (open_.made) { // a draft just made stands below the form
    open_.made = false;
    (element.querySelector('#lacking') ?? paper).scrollIntoView({ block: 'start' });
  }
  for (const [at, text] of Object.entries(open_.texts)) {
    const section = element.querySelector(`#muc-${at}`);
    if (section?.querySelector('.edit')) edit(section, text);
  }
  const said = element.querySelector('.desk > .problem');
  if (said) return said.scrollIntoView({ block: 'center' });
  if (open_.at) element.querySelector(`#muc-${open_.at} [data-act=edit]`)?.focus({ preventScroll: true });
  delete open_.at;
});

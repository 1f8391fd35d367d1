// The tab "Tổng hợp": sorts the table, turns clicks on what html/tabulation.py wrote into events. Words from documents arrive
// here only as text and are never evaluated or inserted as HTML.
const state = (window.tabled_ ??= { column: null, down: false });

element.addEventListener('click', (event) => {
  const hit = event.target.closest('[data-do],[data-at],[data-sort]');
  if (!hit || hit.disabled) return;
  const { dataset: data } = hit;
  if ('sort' in data) return sortBy(Number(data.sort));
  if ('at' in data) {
    window.opener_ = hit;
    return trigger('click', { keys: hit.closest('[data-keys]').dataset.keys, at: Number(data.at) });
  }
  if (data.sure && hit.textContent !== data.sure) return ask(hit);
  if (data.do === 'xlsx') return once(hit), trigger('download', {});
  if (data.do === 'chart-word') return once(hit), trigger('download', { column: data.column, kind: data.kind });
  once(hit);
  if (data.do === 'cell') state.back = { report: data.report, column: data.column, year: data.year };
  state.moved = data.do;
  send(data, {});
});

element.addEventListener('submit', (event) => {
  event.preventDefault();
  if (event.target.dataset.deed === 'chart') {
    const button = event.target.querySelector('[type="submit"]');
    once(button);
    state.drawing = { button, label: button.textContent };
    button.textContent = 'Đang vẽ…';
    return trigger('select', { do: 'chart', fields: Object.fromEntries(new FormData(event.target)) });
  }
  state.moved = 'correct';
  send(event.target.dataset, { do: 'correct', text: event.target.elements.text.value });
});

function send({ do: what, report, column, year, key, id, name }, more) {
  trigger('select', { do: what, report, column, year, key, id, name, ...more });
}

function once(button) { // one click, one deed; the answer writes the button anew
  button.disabled = true;
  setTimeout(() => { button.disabled = false; }, 3000);
}

function ask(button) { // what cannot be taken back is asked for twice
  const label = button.textContent;
  button.textContent = button.dataset.sure;
  setTimeout(() => { button.textContent = label; }, 5000);
}

watch('value', () => {
  const { moved } = state;
  if (element.closest('#table-editor')) return edited();
  if (element.closest('#table-chart')) return drawn();
  if (!element.closest('#table')) return;
  if (state.column !== null) arrange();
  const suggested = document.querySelector('#suggested details');
  if (suggested && element.querySelector('.tabled')) suggested.open = false; // the table needs the room
  if (!moved) return element.querySelector('[role="status"]')?.scrollIntoView({ block: 'start' });
  state.moved = null;
  if (['take', 'correct', 'reset'].includes(moved)) return back();
  element.querySelector('.done, [role="status"]')?.scrollIntoView({ block: 'nearest' });
});

function edited() { // the editor of a cell opens above the table, and gives the focus back when it closes
  const head = element.querySelector('.cell h4, .problem');
  if (head) {
    head.focus?.({ preventScroll: true });
    head.scrollIntoView({ block: 'center' });
  } else if (state.moved === 'close') {
    state.moved = null;
    back();
  }
}

function drawn() {
  if (state.drawing) state.drawing.button.textContent = state.drawing.label;
  state.drawing = null;
  element.querySelector('figcaption, .problem')?.scrollIntoView({ block: 'center' });
}

function back() {
  const at = state.back;
  if (!at) return;
  const cell = `[data-do="cell"][data-report="${CSS.escape(at.report)}"][data-column="${at.column}"][data-year="${at.year}"]`;
  const button = document.querySelector(`#table ${cell}`);
  button?.focus({ preventScroll: true });
  button?.scrollIntoView({ block: 'center', inline: 'center' });
}

function sortBy(column) {
  state.down = state.column === column && !state.down;
  state.column = column;
  arrange();
}

function arrange() {
  const order = new Intl.Collator('vi', { numeric: true }), body = element.querySelector('tbody');
  const heads = [...element.querySelectorAll('thead th')];
  if (!body || state.column >= heads.length) { state.column = null; return; }
  const value = (row) => row.cells[state.column].dataset.value;
  const rows = [...body.rows].sort((a, b) => {
    const [one, other] = [value(a), value(b)];
    if (one === '' || other === '') return (one === '') - (other === ''); // what is not told stands last, either way
    const by = state.column ? Number(one) - Number(other) : order.compare(one, other);
    return state.down ? -by : by;
  });
  body.append(...rows);
  heads.forEach((head, at) => {
    head.setAttribute('aria-sort', at !== state.column ? 'none' : state.down ? 'descending' : 'ascending');
  });
}

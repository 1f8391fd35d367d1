// The tab "Kho báo cáo": sends files, sorts and filters the register, turns clicks on what library_views.py wrote into
// events. Words from documents arrive here only as text and are never evaluated or inserted as HTML.
const AT_ONCE = 2; // files on their way at the same time
const LOOK_MS = 1500; // between two looks at the queue while something is being read
const SUM_UP = 'Tóm tắt báo cáo này';
const state = (window.shelf_ ??= { filter: '', column: null, ticked: new Set(), down: false, waiting: [], dropped: [], sending: 0 });
listen();

element.addEventListener('click', (event) => {
  const hit = event.target.closest('[data-do],[data-at],[data-sort],[data-to]');
  if (!hit || hit.disabled) return;
  const data = hit.dataset;
  if ('sort' in data) return sortBy(Number(data.sort));
  if ('to' in data) return lead(data.to);
  if ('at' in data) {
    window.opener_ = hit;
    return trigger('click', { keys: hit.closest('[data-keys]').dataset.keys, at: Number(data.at) });
  }
  const reports = 'ticked' in data ? [...state.ticked] : data.reports?.split(' ');
  if (data.do === 'ask-in') return trigger('submit', { report: data.report, reports });
  if (data.do === 'tabulate') return trigger('apply', { reports });
  if (data.do === 'untick') {
    state.ticked.clear();
    return showTicks();
  }
  if (data.do === 'sum-up') {
    state.next = SUM_UP;
    return trigger('submit', { report: data.report });
  }
  if (data.do === 'ask-all') return trigger('clear', {});
  busy(hit);
  if (data.do === 'compare-word') return trigger('download', { report: data.report, old: data.old });
  state.back = data.do === 'open' ? { report: data.report, y: scrollY } : state.back;
  state.moved = ['open', 'list', 'save', 'reset', 'delete', 'check'].includes(data.do) ? data.do : null;
  trigger('select', { do: data.do, report: data.report, number: data.number, where: data.path });
});

element.addEventListener('submit', (event) => {
  event.preventDefault();
  const form = event.target, fields = Object.fromEntries(new FormData(form));
  if ('watch' in form.dataset) return trigger('select', { do: 'watch', fields });
  busy(form.querySelector('[type="submit"]'));
  state.moved = form.dataset.deed ?? 'save';
  trigger('select', { do: state.moved, report: form.dataset.report, fields, reports: [...state.ticked] });
});

function busy(button) { // one click, one deed; the answer writes the button anew
  const label = { delete: 'Đang xóa…', reset: 'Đang trả về…', look: 'Đang xem…', check: 'Đang soát…' }[button.dataset.do]
    ?? (button.type !== 'submit' ? null : button.form.classList.contains('edited') ? 'Đang lưu…'
      : { compare: 'Đang so sánh…', 'keep-set': 'Đang lưu…' }[button.form.dataset.deed] ?? null);
  button.disabled = true;
  if (label) button.textContent = label;
  else setTimeout(() => { button.disabled = false; }, 4000);
}

element.addEventListener('input', (event) => {
  if (event.target.id !== 'shelf-filter') return;
  state.filter = event.target.value;
  filter();
  const table = element.querySelector('.register .scroll'); // what is found is to be seen, whatever stands above
  if (table.getBoundingClientRect().top > innerHeight * .6) element.querySelector('.register').scrollIntoView({ block: 'start' });
});

function lead(to) { // to a part of the page that is open
  const place = element.querySelector(`#${to}`);
  place?.scrollIntoView({ block: 'start' });
  (place?.matches('[tabindex]') ? place : place?.querySelector('[tabindex]'))?.focus({ preventScroll: true });
}

// A question asked with a click on a report's page, once the tab of questions has been told of the report.
window.askNext_ = () => {
  const field = document.querySelector('#question textarea');
  if (!state.next || !field) return;
  field.value = state.next;
  delete state.next;
  field.dispatchEvent(new Event('input', { bubbles: true }));
  setTimeout(() => document.querySelector('#send')?.click(), 50); // Gradio hears of what was typed in the meantime
};

element.addEventListener('change', (event) => {
  if (!event.target.matches('[data-tick]')) return;
  state.ticked[event.target.checked ? 'add' : 'delete'](event.target.value);
  showTicks();
});

function showTicks() { // which reports are ticked stays while the list is filtered, sorted, written anew
  const boxes = [...element.querySelectorAll('[data-tick]')], bar = element.querySelector('.ticked');
  const there = new Set(boxes.map((box) => box.value));
  state.ticked.forEach((one) => { if (!there.has(one)) state.ticked.delete(one); });
  boxes.forEach((box) => { box.checked = state.ticked.has(box.value); });
  if (!bar) return;
  bar.hidden = !state.ticked.size;
  bar.querySelector('.many').textContent = state.ticked.size;
}

element.addEventListener('change', (event) => { // on a phone the titles of the columns are not there to be pressed
  if (!event.target.matches('[data-sort-by]') || event.target.value === '') return;
  state.down = false;
  state.column = Number(event.target.value);
  arrange();
});

watch('value', () => {
  if (element.closest('#queue')) return lookAgain();
  if (element.closest('#drop')) return ready();
  if (element.closest('#shelf')) shelf();
});
if (element.closest('#drop')) ready();

// The queue is looked at only while it is in sight and something happens in it.

function lookAgain() {
  clearTimeout(state.timer);
  if (element.querySelector('[data-live]')) state.timer = setTimeout(look, LOOK_MS);
}

function look() {
  lookAgain(); // the next look does not hang on this one's bringing anything new
  if (!document.hidden && element.offsetParent) trigger('tick', {});
}

// The register

function shelf() {
  const field = element.querySelector('#shelf-filter');
  if (field) {
    const typing = state.typing;
    field.value = state.filter;
    if (state.column !== null) arrange();
    filter();
    showTicks();
    if (typing) field.focus({ preventScroll: true });
    field.addEventListener('focus', () => { state.typing = true; });
    field.addEventListener('blur', () => { if (field.isConnected) state.typing = false; });
  }
  const moved = state.moved;
  state.moved = null;
  if (!moved) return;
  const compared = moved === 'compare' ? element.querySelector('.compared [role="status"], .report section > .problem')
    : moved === 'check' && element.querySelector('.checked h4');
  if (compared) {
    compared.focus({ preventScroll: true });
    compared.closest('section').scrollIntoView({ block: 'start' });
  } else if (moved === 'list' && state.back) {
    const button = element.querySelector(`[data-do="open"][data-report="${state.back.report}"]`);
    button?.focus({ preventScroll: true });
    scrollTo(0, state.back.y);
  } else if (field) {
    element.querySelector('.done, .problem')?.scrollIntoView({ block: 'center' });
  } else {
    element.querySelector('.report h3')?.focus({ preventScroll: true });
    (element.querySelector('.report') ?? element).scrollIntoView({ block: 'start' });
  }
}

const plain = (text) => text.normalize('NFD').replace(/\p{M}/gu, '').replace(/[đĐ]/g, 'd').toLowerCase();

// Words typed without marks find words with any; a word typed with marks finds only itself. A report is also found by what
// its row does not print, "số 187/BC-UBND" or "ngày 18/04/2025", and a mark after a word is none of it.
function filter() {
  const words = state.filter.normalize('NFC').toLowerCase().split(/\s+/).map((word) => word.replace(/[,;:.]+$/, '')).filter(Boolean);
  let seen = 0;
  const rows = element.querySelectorAll('tbody tr');
  for (const row of rows) {
    const text = [row.dataset.also ?? '', ...[...row.cells].map((cell) => cell.textContent)].join(' ');
    const full = text.normalize('NFC').toLowerCase(), bare = plain(text);
    row.hidden = !words.every((word) => (plain(word) === word ? bare : full).includes(word));
    if (!row.hidden) seen += 1;
  }
  const count = element.querySelector('.find .count');
  if (count) count.textContent = words.length ? `${seen}/${rows.length} báo cáo` : `${rows.length} báo cáo${count.dataset.files}`;
}

function sortBy(column) {
  state.down = state.column === column && !state.down;
  state.column = column;
  arrange();
}

function arrange() {
  const order = new Intl.Collator('vi', { numeric: true }), body = element.querySelector('tbody');
  const value = (row) => { const cell = row.cells[state.column]; return cell.dataset.value ?? cell.textContent; };
  const rows = [...body.rows].sort((a, b) => { // what says nothing comes last either way
    const [one, other] = [value(a), value(b)];
    if (!one || !other) return !one - !other;
    return order.compare(one, other) * (state.down ? -1 : 1);
  });
  body.append(...rows);
  element.querySelectorAll('th').forEach((head, at) => {
    head.setAttribute('aria-sort', at !== state.column ? 'none' : state.down ? 'descending' : 'ascending');
  });
}

// Sending files

function ready() {
  const input = element.querySelector('#files');
  if (!input || input.dataset.ready) return;
  input.dataset.ready = 'yes';
  input.addEventListener('change', () => { take([...input.files]); input.value = ''; });
  state.take = take;
  take(state.dropped.splice(0));
}

// Dropped anywhere on the page but on another place for files, they are brought in.
function listen() {
  if (state.listening) return;
  state.listening = true;
  const isOurs = (event) => [...(event.dataTransfer?.types ?? [])].includes('Files')
    && (event.target.closest('#drop') || !event.target.closest('.block:has(input[type="file"])'));
  document.addEventListener('dragover', (event) => {
    if (!isOurs(event)) return;
    event.preventDefault();
    const place = document.querySelector('#drop .drop');
    place?.classList.add('over');
    clearTimeout(state.leaving);
    state.leaving = setTimeout(() => place?.classList.remove('over'), 300);
  });
  document.addEventListener('drop', (event) => {
    if (!isOurs(event)) return;
    event.preventDefault();
    state.dropped.push(...event.dataTransfer.files);
    window.openTab('Kho báo cáo');
    if (document.querySelector('#files')) state.take?.(state.dropped.splice(0)); // else as soon as the tab has been drawn
  });
}

function take(files) {
  for (const file of files) {
    const row = document.createElement('li'), name = document.createElement('span'), bar = document.createElement('progress'),
      said = document.createElement('span');
    name.className = 'name';
    said.className = 'said';
    name.textContent = file.name;
    said.textContent = 'chờ tải lên';
    bar.max = 1;
    bar.value = 0;
    bar.setAttribute('aria-label', `Đang tải lên ${file.name}`);
    row.append(name, bar, said);
    element.querySelector('.sending').append(row);
    state.waiting.push({ file, row, bar, said });
  }
  while (state.sending < AT_ONCE && state.waiting.length) send(state.waiting.shift());
}

function send({ file, row, bar, said }) {
  state.sending += 1;
  const request = new XMLHttpRequest();
  const end = (why) => {
    state.sending -= 1;
    if (why) {
      bar.remove();
      said.textContent = `không nạp được: ${why}`;
      row.classList.add('unread');
      const away = document.createElement('button');
      away.type = 'button';
      away.textContent = 'Đã biết';
      away.addEventListener('click', (event) => { event.stopPropagation(); row.remove(); });
      row.append(away);
    } else {
      row.remove();
      trigger('upload', {});
    }
    if (state.waiting.length) send(state.waiting.shift());
  };
  request.upload.addEventListener('progress', (event) => {
    if (event.lengthComputable) bar.value = event.loaded / event.total;
    said.textContent = `đang tải lên ${Math.round(100 * bar.value)}%`;
  });
  request.addEventListener('load', () => {
    try {
      if (request.status === 200 || request.status === 403) return end(JSON.parse(request.responseText).why);
    } catch { /* not from us: a sign-in page, a proxy */ }
    if (request.status === 401) return end('phiên làm việc đã hết; hãy đăng nhập lại rồi nạp lại tệp này');
    end('máy chủ từ chối tệp này; hãy tải lại trang rồi thử lại');
  });
  request.addEventListener('error', () => end('mất kết nối với ứng dụng; hãy nạp lại tệp này'));
  request.open('POST', new URL('kho-bao-cao/tep', document.baseURI));
  request.setRequestHeader('X-File-Name', encodeURIComponent(file.name));
  request.setRequestHeader('Content-Type', 'application/octet-stream');
  request.send(file);
}

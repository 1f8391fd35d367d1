
// The pages of a report in the side panel (facsimile.py): one at a time, its marks fetched beside its picture.
const SCALES = [50, 75, 100, 125, 150, 200, 300]; // percent of the panel's width
const NARROW = 480; // pixels of a panel in which a whole page across cannot be read
// stays from one citation to the next
const shown = window.facsimile_ ??= { view: 'facsimile', scale: innerWidth < NARROW ? 150 : 100 };
const place = () => element.querySelector('.facsimile');

element.addEventListener('click', (event) => {
  const hit = event.target.closest('[data-view],[data-step],[data-leaf],[data-scale]');
  if (!hit || !place()) return;
  const { view, step, leaf, scale } = hit.dataset;
  if (view) showView(view);
  if (step) showLeaf(Number(place().dataset.page) + Number(step));
  if (leaf) showLeaf(Number(leaf));
  if (scale) showScale(SCALES[SCALES.indexOf(shown.scale) + Number(scale)]);
});

watch('value', () => place() && showView(shown.view));

function showView(view) {
  shown.view = view;
  element.querySelector('.source').dataset.shown = view;
  for (const button of element.querySelectorAll('[data-view]')) button.ariaPressed = String(button.dataset.view === view);
  if (view === 'text') return showQuote();
  showScale(shown.scale);
  if (!place().dataset.page) showLeaf(quoted()[0]);
}

function quoted() {
  return place().dataset.quoted.split(' ').map(Number);
}

function showScale(scale) {
  shown.scale = scale;
  const box = element.querySelector('.scroll');
  const middle = (box.scrollTop + box.clientHeight / 2) / box.scrollHeight;
  place().style.width = `${scale}%`;
  element.querySelector('.scale-now').textContent = `${scale}%`;
  element.querySelector('[data-scale="-1"]').disabled = scale === SCALES[0];
  element.querySelector('[data-scale="1"]').disabled = scale === SCALES.at(-1);
  box.scrollTop = middle * box.scrollHeight - box.clientHeight / 2;
}

async function showLeaf(number) {
  const facsimile = place();
  const { report, key, pages, ocr } = facsimile.dataset;
  facsimile.dataset.page = number;
  element.querySelector('.leaf-number').textContent = `Trang ${number}/${pages}`;
  element.querySelector('[data-step="-1"]').disabled = number <= 1;
  element.querySelector('[data-step="1"]').disabled = number >= Number(pages);
  const figure = made('figure', 'leaf wanted');
  const note = made('p', 'quiet leaf-note', `Đang mở trang ${number}…`);
  note.setAttribute('role', 'status');
  facsimile.replaceChildren(note, figure);
  const boxes = quoted().includes(number) ? answer(`facsimiles/${report}/${number}/marks/${key}`) : { boxes: [] };
  try {
    figure.append(await picture(`facsimiles/${report}/${number}.webp`, `Ảnh trang ${number} của báo cáo`));
    figure.classList.remove('wanted');
    const found = (await boxes).boxes;
    for (const [left, top, right, bottom] of found) {
      const mark = made('span', key.endsWith(':0:0') ? 'mark whole' : 'mark');
      Object.assign(mark.style, {
        left: `${left * 100}%`, top: `${top * 100}%`, width: `${(right - left) * 100}%`, height: `${(bottom - top) * 100}%`,
      });
      figure.append(mark);
    }
    if (!found.length && quoted().includes(number)) {
      note.textContent = 'Không xác định được chỗ trích dẫn trên ảnh trang này; hãy xem ở “Văn bản”.';
    } else if (ocr.split(' ').includes(String(number))) {
      note.textContent = 'Trang quét, chữ đọc bằng OCR: hãy đối chiếu với ảnh.';
    } else {
      note.remove();
    }
    goesOn(facsimile, number);
    if (place() === facsimile) showMark(figure);
  } catch (error) {
    note.className = 'problem leaf-note';
    note.setAttribute('role', 'alert');
    note.textContent = error.message;
    if (!figure.childElementCount) figure.remove();
  }
}

function goesOn(facsimile, number) { // a quote that runs over a page's end
  const pages = quoted();
  const at = pages.indexOf(number);
  for (const [other, words] of [[pages[at - 1], '‹ Đoạn trích bắt đầu từ trang '], [pages[at + 1], 'Đoạn trích còn tiếp ở trang ']]) {
    if (at < 0 || !other) continue;
    const button = made('button', 'goes-on', `${words}${other}${other > number ? ' ›' : ''}`);
    button.type = 'button';
    button.dataset.leaf = other;
    other > number ? facsimile.append(button) : facsimile.prepend(button);
  }
}

function picture(address, description) {
  return new Promise((done, failed) => {
    const image = new Image();
    image.alt = description;
    image.onload = () => done(image);
    image.onerror = () => answer(address).then(() => failed(new Error(BROKEN)), failed);
    image.src = address;
  });
}

const BROKEN = 'Chưa tải được ảnh trang. Hãy thử lại, hoặc xem ở “Văn bản”.';

async function answer(address) {
  let response;
  try {
    response = await fetch(address);
  } catch {
    throw new Error(BROKEN);
  }
  if (response.ok) return response.headers.get('content-type').includes('json') ? response.json() : null;
  const told = await response.json().catch(() => ({}));
  throw new Error(typeof told.detail === 'string' ? `${told.detail} Có thể xem ở “Văn bản”.` : BROKEN);
}

function showMark(figure) {
  const box = element.querySelector('.scroll');
  const mark = figure.querySelector('.mark');
  box.scrollTop = 0;
  const down = (mark ?? figure).getBoundingClientRect().top - box.getBoundingClientRect().top;
  if (mark ? down > box.clientHeight * 0.6 : true) box.scrollTop = down - (mark ? box.clientHeight / 4 : 12);
  box.scrollLeft = mark ? Math.min(...[...figure.querySelectorAll('.mark')].map((one) => one.offsetLeft)) - 12 : 0;
}

function made(tag, name, text = '') {
  const one = document.createElement(tag);
  one.className = name;
  one.textContent = text;
  return one;
}

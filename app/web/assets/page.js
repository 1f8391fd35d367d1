() => {
  document.documentElement.lang = 'vi'; // else browsers offer to translate the page
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    if (document.body.classList.contains('aside-drawn')) return draw(false);
    document.querySelector('#panel [data-close]')?.click();
  });

  // The list of conversations: beside the chat it folds, over a narrow page it is drawn in.
  const NARROW = matchMedia('(max-width: 1099px)');
  if (localStorage.getItem('aside') === 'folded') document.body.classList.add('aside-folded');
  document.addEventListener('click', (event) => {
    const tool = event.target.closest('[data-aside]');
    if (tool && NARROW.matches) return draw(!document.body.classList.contains('aside-drawn'));
    if (tool) {
      const folded = document.body.classList.toggle('aside-folded');
      localStorage.setItem('aside', folded ? 'folded' : 'open');
      return tellAside();
    }
    const inside = event.target.closest('#aside');
    if (document.body.classList.contains('aside-drawn') && (!inside || event.target.closest('#aside .one'))) draw(false);
  });
  NARROW.addEventListener('change', tellAside);
  function draw(drawn) {
    document.body.classList.toggle('aside-drawn', drawn);
    tellAside();
    document.querySelector(drawn ? '#past-find input' : '[data-aside]')?.focus({ preventScroll: true });
  }
  function tellAside() {
    const open = NARROW.matches ? document.body.classList.contains('aside-drawn') : !document.body.classList.contains('aside-folded');
    document.querySelector('[data-aside]')?.setAttribute('aria-expanded', String(open));
  }

  // What is typed is never cut: the field says how many characters are left, and does not send what is too long.
  const LONGEST = 2000, TOLD_FROM = 1600; // as on the server; told once it could matter
  const FIELDS = '#question textarea, #wanted textarea, #phrase textarea';
  const SENDS = { send: '#question', 'find-button': '#wanted', 'find-wording': '#phrase' };
  document.addEventListener('input', (event) => { if (event.target.matches?.(FIELDS)) count(event.target); });
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.shiftKey || !event.target.matches?.(FIELDS)) return;
    if (!count(event.target)) return refuse(event);
    if (event.target.closest('#question')) sent(event.target);
  }, true);
  document.addEventListener('click', (event) => {
    const of = SENDS[event.target.closest?.('button')?.id];
    const field = of && document.querySelector(`${of} textarea`);
    if (!field) return;
    if (!count(field)) return refuse(event);
    if (of === '#question') sent(field);
  }, true);
  function count(field) { // whether it may be sent
    const length = field.value.trim().length, left = LONGEST - length;
    const box = field.closest('#question, #wanted, #phrase');
    let note = box.querySelector('.left');
    if (!note && length > TOLD_FROM) {
      note = document.createElement('span');
      note.className = 'left';
      note.setAttribute('role', 'status');
      box.append(note);
    }
    if (note) {
      note.textContent = length <= TOLD_FROM ? '' : left >= 0 ? `còn ${left} ký tự`
        : `dài quá ${-left} ký tự, chưa gửi được; hãy rút gọn hoặc chia thành nhiều câu`;
      note.classList.toggle('over', left < 0);
    }
    return left >= 0;
  }
  function refuse(event) {
    event.preventDefault();
    event.stopImmediatePropagation();
  }

  // Something moves as soon as a question is sent, however slow the line: the answer's first words take over.
  function sent(field) {
    const line = document.querySelector('#ask');
    if (!line || !field.value.trim() || document.querySelector('#send')?.disabled) return;
    line.classList.add('sent');
    const seen = new MutationObserver(() => {
      if (!document.querySelector('.working') && !document.querySelector('#send')?.disabled) return;
      line.classList.remove('sent');
      seen.disconnect();
    });
    seen.observe(document.querySelector('#layout'), { childList: true, subtree: true, attributeFilter: ['disabled'] });
    setTimeout(() => { line.classList.remove('sent'); seen.disconnect(); }, 60000); // the line is lost: that is told elsewhere
  }

  // A session that has ended leaves the page as it is: what was typed can be sent after signing in beside it.
  const before = window.fetch;
  window.fetch = async (...asked) => {
    const answer = await before(...asked);
    if (answer.status === 401) sessionOver();
    else if (answer.ok) document.querySelector('#session-over')?.remove();
    return answer;
  };
  function sessionOver() {
    if (document.querySelector('#session-over')) return;
    const box = document.createElement('div');
    box.id = 'session-over';
    box.setAttribute('role', 'alert');
    box.innerHTML = 'Phiên làm việc đã hết. <a href="/sign-in" target="_blank">Đăng nhập lại</a> ở trang mới, rồi quay lại trang này và gửi lại.';
    document.body.append(box);
  }

  document.addEventListener('click', (event) => {
    if (event.target.closest('.skip')) {
      event.preventDefault();
      const fields = [document.querySelector('#question textarea'), ...document.querySelectorAll('#layout :is(textarea, input)')];
      fields.find((field) => field?.offsetParent && !field.disabled)?.focus();
    }
    const tour = event.target.closest('[data-tour]');
    if (tour) stepOn(tour.closest('.tour'), tour.dataset.tour === 'done');
    if (event.target.closest('[data-theme]')) dress(!document.body.classList.contains('dark'));
  });

  // The three steps for somebody new: one at a time, and never again once they have been seen.
  if (localStorage.getItem('tour')) document.body.classList.add('toured');
  function stepOn(tour, done) {
    const steps = tour.querySelectorAll('li').length, at = Number(tour.dataset.now ?? 1);
    if (done || at === steps) {
      localStorage.setItem('tour', 'seen');
      document.body.classList.add('toured');
      return document.querySelector('#question textarea')?.focus();
    }
    tour.dataset.now = at + 1;
    tour.querySelector('.at').textContent = `${at + 1}/${steps}`;
    if (at + 1 === steps) {
      tour.querySelector('[data-tour="next"]').remove();
      tour.querySelector('[data-tour="done"]').textContent = 'Tôi đã rõ';
    }
  }

  // Gradio follows the system's dark mode; who has chosen here keeps the choice.
  const kept = localStorage.getItem('theme');
  if (kept) dress(kept === 'dark');
  new MutationObserver(label).observe(document.body, { attributeFilter: ['class'] });
  new MutationObserver(label).observe(document.body, { childList: true, subtree: true });

  function dress(dark) {
    document.body.classList.toggle('dark', dark);
    localStorage.setItem('theme', dark ? 'dark' : 'light');
  }
  function label() {
    const button = document.querySelector('[data-theme]');
    const words = document.body.classList.contains('dark') ? 'Nền sáng' : 'Nền tối';
    if (button && button.textContent !== words) button.textContent = words;
    document.querySelector('[aria-label="More tabs"]')?.setAttribute('aria-label', 'Các thẻ khác');
  }

  window.openTab = (name) => { // on a phone most tabs are behind a button
    const named = (where) => [...document.querySelectorAll(where)]
      .find((one) => one.textContent.trim() === name && one.offsetParent && getComputedStyle(one).visibility !== 'hidden');
    const tab = named('[role="tab"]');
    if (tab) return tab.click();
    document.querySelector('.overflow-menu > button')?.click();
    setTimeout(() => named('.overflow-dropdown button')?.click());
  };

  // Gradio words its own notices in English and offers no translation for these.
  const lost = 'Mất kết nối với ứng dụng. Hãy xem cửa sổ dòng lệnh còn chạy không, nếu không hãy mở lại; trang này sẽ tự nối lại.';
  const words = [[/^(Error|Connection Lost)$/, 'Thông báo'], [/^Connection (to the server was lost|errored out)/, lost]];
  new MutationObserver((changes) => {
    for (const node of changes.flatMap((change) => [...change.addedNodes])) {
      for (const part of node.querySelectorAll?.('[class*="toast"] *') ?? []) {
        const found = part.childElementCount ? null : words.find(([pattern]) => pattern.test(part.textContent.trim()));
        if (found) part.textContent = found[1];
      }
    }
  }).observe(document.body, { childList: true, subtree: true });
}

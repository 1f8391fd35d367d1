() => {
  document.documentElement.lang = 'vi'; // else browsers offer to translate the page
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') document.querySelector('#panel [data-close]')?.click();
  });

  window.openTab = (name) => { // on a phone most tabs are behind a button
    const named = (where) => [...document.querySelectorAll(where)]
      .find((one) => one.textContent.trim() === name && one.offsetParent && getComputedStyle(one).visibility !== 'hidden');
    const tab = named('[role="tab"]');
    if (tab) return tab.click();
    document.querySelector('.overflow-menu > button')?.click();
    setTimeout(() => named('.overflow-dropdown button')?.click());
  };
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
      const fields = [...document.querySelectorAll('#layout :is(textarea, input)')];
      fields.find((field) => field.offsetParent && !field.disabled)?.focus();
    }
    if (event.target.closest('[data-theme]')) dress(!document.body.classList.contains('dark'));
  });

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

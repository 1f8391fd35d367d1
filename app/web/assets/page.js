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

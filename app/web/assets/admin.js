// One listener a component of the tab "Quản trị": turns a press in admin_views.py into an event of the app.
const sure = {
  reset: (name) => `Cấp mật khẩu mới cho ${name}? Mật khẩu đang dùng sẽ hết hiệu lực và người này bị đăng xuất.`,
  close: (name) => `Khóa tài khoản ${name}? Người này bị đăng xuất ngay và không đăng nhập được nữa; có thể mở lại sau.`,
  revoke: (name) => `Thu hồi khóa ${name}? Phần mềm đang dùng khóa này không gọi được nữa.`,
};

function act(source, value) {
  const { act: what, name } = source.dataset;
  if (sure[what] && !confirm(sure[what](name))) return;
  trigger('submit', { act: what, name, value });
}

element.addEventListener('click', async (event) => {
  const copy = event.target.closest('[data-copy]');
  const button = event.target.closest('button[data-act]');
  if (button) act(button, '');
  if (!copy) return;
  const text = copy.dataset.copy;
  try {
    await navigator.clipboard.writeText(text);
    copy.textContent = 'Đã sao chép ✓';
  } catch { // over plain http there is no clipboard: mark it, so that Ctrl+C takes it
    getSelection().selectAllChildren(element.querySelector('code'));
  }
});
element.addEventListener('change', (event) => {
  if (event.target.matches('select[data-act]')) act(event.target, event.target.value);
});

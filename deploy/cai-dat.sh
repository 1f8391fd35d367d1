#!/usr/bin/env bash
# Cài hoặc cập nhật Trợ lý Báo cáo từ gói này, không cần mạng.
#   ./cai-dat.sh [THƯ_MỤC]            cài vào THƯ_MỤC (mặc định: /opt/tro-ly-bao-cao)
#   sudo ./cai-dat.sh --systemd       cài vào /opt/tro-ly-bao-cao và chạy như một dịch vụ
# PYTHON chọn trình thông dịch (mặc định: python3.11). Dữ liệu không nằm trong thư mục chương trình nên không bị đụng đến.
set -euo pipefail
cd "$(dirname "$0")"

fail() {
    echo "$1" >&2
    exit 2
}

service=false
target=/opt/tro-ly-bao-cao
for word in "$@"; do
    case $word in
        --systemd) service=true ;;
        -*) fail "Không có tùy chọn $word. Cách dùng: ./cai-dat.sh [THƯ_MỤC] hoặc sudo ./cai-dat.sh --systemd" ;;
        *) target=$word ;;
    esac
done
python=${PYTHON:-python3.11}

if $service; then
    [ "$(id -u)" = 0 ] || fail "--systemd cần quyền quản trị. Hãy chạy: sudo ./cai-dat.sh --systemd"
    [ "$target" = /opt/tro-ly-bao-cao ] || fail "Dịch vụ luôn nằm ở /opt/tro-ly-bao-cao. Hãy bỏ $target"
    command -v systemctl >/dev/null || fail "Máy này không có systemd. Hãy cài không kèm --systemd rồi chạy: python -m app serve"
fi
command -v "$python" >/dev/null || fail "Không thấy $python. Hãy cài Python 3.11 kèm venv (Debian: apt install python3.11-venv), hoặc đặt PYTHON="
made_for=$(basename "$PWD" | sed -n 's/.*-\(python3\.[0-9]*-.*\)$/\1/p')
here=$("$python" -c 'import sys, sysconfig; print(f"python{sys.version_info[0]}.{sys.version_info[1]}-{sysconfig.get_platform()}")')
[ -z "$made_for" ] || [ "$made_for" = "$here" ] ||
    fail "Gói này dành cho $made_for, còn máy này là $here. Hãy dùng gói đúng loại, hoặc đặt PYTHON= tới Python 3.11"

echo "Kiểm tra gói…"
sha256sum --check --quiet SHA256SUMS || fail "Gói bị hỏng hoặc chép thiếu. Hãy chép lại gói rồi giải nén lại"

echo "Cài vào $target…"
mkdir -p "$target" || fail "Không ghi được $target. Hãy chạy với quyền quản trị (sudo), hoặc chọn thư mục khác"
target=$(realpath "$target")
[ -x "$target/.venv/bin/python" ] || "$python" -m venv "$target/.venv" ||
    fail "Không tạo được môi trường Python. Hãy cài gói venv của Python 3.11 (Debian: apt install python3.11-venv)"
(cd code && "$target/.venv/bin/python" -B -m deploy.install --wheels ../wheels) ||
    fail "Không cài được thư viện từ gói (lý do ở trên). Hãy chép lại gói, giải nén rồi chạy lại"
for part in code/*; do # what an older version had and this one has not must not stay
    rm -rf "${target:?}/$(basename "$part")"
    cp -r "$part" "$target/"
done
touch "$target/.venv/installed" # make run then installs nothing

if $service; then
    id tro-ly-bao-cao >/dev/null 2>&1 ||
        useradd --system --home-dir /var/lib/tro-ly-bao-cao --shell /usr/sbin/nologin tro-ly-bao-cao
    [ -e /etc/tro-ly-bao-cao.env ] || install -m 600 /dev/stdin /etc/tro-ly-bao-cao.env <<'SETTINGS'
# Cài đặt của Trợ lý Báo cáo, mỗi dòng TÊN=giá trị (README.md, phần Settings). Sửa xong: systemctl restart tro-ly-bao-cao
HOST=127.0.0.1
PORT=7860
SETTINGS
    install -m 644 "$target/deploy/tro-ly-bao-cao.service" /etc/systemd/system/tro-ly-bao-cao.service
    systemctl daemon-reload
    systemctl enable tro-ly-bao-cao
    systemctl restart tro-ly-bao-cao
    echo "Đã chạy dịch vụ tro-ly-bao-cao. Xem: systemctl status tro-ly-bao-cao; journalctl -u tro-ly-bao-cao"
else
    echo "Đã cài xong. Nạp báo cáo và mở ứng dụng:"
    echo "  cd $target && .venv/bin/python -m ingest THƯ_MỤC_BÁO_CÁO && .venv/bin/python -m app serve"
fi

"""What Gradio's own parts say, in Vietnamese whatever the browser's language is."""

from __future__ import annotations

import gradio as gr

# The languages Gradio speaks itself; a browser in any other gets "en", which is Vietnamese too.
LOCALES = (
    "en vi ar ca ckb de es et eu fa fi fr he hi id ja ko lt nb nl pl pt pt-BR pt-PT ro ru sv ta th tr uk ur uz zh-CN zh-TW"
).split()
WORDS = {
    "upload_text.click_to_upload": "Bấm để chọn tệp",
    "upload_text.drop_file": "Kéo thả tệp vào đây",
    "upload_text.drop_csv": "Kéo thả tệp .csv vào đây",
    "upload_text.drop_image": "Kéo thả ảnh vào đây",
    "upload_text.paste_clipboard": "Dán từ bảng nhớ tạm",
    "file.uploading": "Đang tải lên…",
    "common.or": "hoặc",
    "common.clear": "Xóa",
    "common.download": "Tải về",
    "common.download_all": "Tải về tất cả",
    "common.remove": "Bỏ",
    "common.edit": "Sửa",
    "common.error": "Lỗi",
    "common.loading": "Đang tải",
    "common.empty": "Trống",
    "common.submit": "Gửi",
    "common.undo": "Hoàn tác",
    "dropdown.dropdown": "Danh sách chọn",
    "status.queue_position": "Đang chờ: {position}/{size}",
    "errors.build_error": "Ứng dụng chưa mở được",
    "errors.runtime_error": "Ứng dụng gặp lỗi",
}


def vietnamese() -> gr.I18n:
    """Return the words for every language; written flat, they come before those that Gradio ships."""
    return gr.I18n(**dict.fromkeys(LOCALES, WORDS))

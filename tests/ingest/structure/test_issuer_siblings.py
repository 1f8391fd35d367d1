"""Whose report it is, on siblings: two lines of a head or a head that is lost, for fifty kinds of bodies, all invented."""

from __future__ import annotations

import pytest

from tests.ingest.structure.test_issuer import MOTTO, WORDS, facts_of

PARTY = "ĐẢNG CỘNG SẢN VIỆT NAM"
B = "BÁO CÁO"


def _day(place: str = "Lam Khê") -> str:
    return f"{place}, ngày 05 tháng 12 năm 2031"


CASES: list[tuple[dict[str, object], tuple[str, ...], tuple[str, ...]]] = [
    # schools
    (
        {"issuer": "Trường THCS Lý Tự Trọng", "parent": "UBND huyện Sông Lẫm", "number": "45/BC-THCS"},
        (
            "UBND HUYỆN SÔNG LẪM",
            "TRƯỜNG THCS LÝ TỰ TRỌNG",
            "Số: 45/BC-THCS",
            MOTTO,
            WORDS,
            _day(),
            B,
            "Tổng kết năm học 2030 - 2031",
        ),
        ("HIỆU TRƯỞNG", "Lê Thị Gấm"),
    ),
    (
        {"issuer": "Trường Mầm non Hoa Ban", "parent": "Phòng GD&ĐT huyện Sông Lẫm"},
        (
            "PHÒNG GD&ĐT HUYỆN SÔNG LẪM",
            "TRƯỜNG MẦM NON HOA BAN",
            "Số: 12/BC-MNHB",
            MOTTO,
            WORDS,
            _day(),
            B,
            "Kết quả thi đua năm học 2030 - 2031",
        ),
        (),
    ),
    (
        {"issuer": "Trường PTDTBT Tiểu học Nậm Cóng", "parent": "UBND xã Nậm Cóng"},
        (
            "UBND XÃ NẬM CÓNG",
            "TRƯỜNG PTDTBT TIỂU HỌC NẬM CÓNG",
            "Số: 30/BC-TrTH",
            MOTTO,
            WORDS,
            _day("Nậm Cóng"),
            B,
            "Sơ kết học kỳ I năm học 2031 - 2032",
        ),
        (),
    ),
    (
        {"issuer": "Trường THPT Chuyên Lam Khê", "parent": "Sở Giáo dục và Đào tạo tỉnh Lam Khê"},
        (
            "SỞ GIÁO DỤC VÀ ĐÀO TẠO TỈNH LAM KHÊ",
            "TRƯỜNG THPT CHUYÊN LAM KHÊ",
            "Số: 51/BC-THPTC",
            MOTTO,
            WORDS,
            _day(),
            B,
            "Công tác thi đua năm 2031",
        ),
        (),
    ),
    (
        {"issuer": "Trường Cao đẳng Y tế Lam Khê", "parent": "UBND tỉnh Lam Khê"},
        (
            "UBND TỈNH LAM KHÊ",
            "TRƯỜNG CAO ĐẲNG Y TẾ LAM KHÊ",
            "Số: 51/BC-CĐYT",
            MOTTO,
            WORDS,
            _day(),
            B,
            "Tổng kết năm học 2030 - 2031",
        ),
        (),
    ),
    (
        {"issuer": "Trung tâm GDNN-GDTX huyện Sông Lẫm", "parent": "UBND huyện Sông Lẫm", "place": "huyện Sông Lẫm"},
        (
            "UBND HUYỆN SÔNG LẪM",
            "TRUNG TÂM GDNN-GDTX",
            "Số: 8/BC-TTGDNN",
            MOTTO,
            WORDS,
            _day("Sông Lẫm"),
            B,
            "Kết quả năm 2031",
        ),
        (),
    ),
    # hospitals
    (
        {"issuer": "Bệnh viện Y học cổ truyền tỉnh Lam Khê", "parent": "Sở Y tế tỉnh Lam Khê"},
        (
            "SỞ Y TẾ TỈNH LAM KHÊ",
            "BỆNH VIỆN Y HỌC CỔ TRUYỀN",
            "Số: 77/BC-YHCT",
            MOTTO,
            WORDS,
            _day(),
            B,
            "Hoạt động năm 2031",
        ),
        (),
    ),
    (
        {"issuer": "Trung tâm Y tế huyện Sông Lẫm", "parent": "Sở Y tế tỉnh Lam Khê", "place": "huyện Sông Lẫm"},
        (
            "SỞ Y TẾ TỈNH LAM KHÊ",
            "TRUNG TÂM Y TẾ HUYỆN SÔNG LẪM",
            "Số: 77/BC-TTYT",
            MOTTO,
            WORDS,
            _day("Sông Lẫm"),
            B,
            "Hoạt động năm 2031",
        ),
        ("GIÁM ĐỐC", "BS.CKII. Vàng A Lử"),
    ),
    (
        {"issuer": "Trạm Y tế xã Khe Vàng", "parent": "Trung tâm Y tế huyện Sông Lẫm", "place": "xã Khe Vàng"},
        (
            "TRUNG TÂM Y TẾ HUYỆN SÔNG LẪM",
            "TRẠM Y TẾ XÃ KHE VÀNG",
            "Số: 07/BC-TYT",
            MOTTO,
            WORDS,
            _day("Khe Vàng"),
            B,
            "Hoạt động năm 2031",
        ),
        (),
    ),
    # unions, fronts
    (
        {
            "issuer": "Liên đoàn Lao động huyện Sông Lẫm",
            "parent": "Liên đoàn Lao động tỉnh Lam Khê",
            "place": "huyện Sông Lẫm",
        },
        (
            "LIÊN ĐOÀN LAO ĐỘNG TỈNH LAM KHÊ",
            "LIÊN ĐOÀN LAO ĐỘNG HUYỆN SÔNG LẪM",
            "Số: 19/BC-LĐLĐ",
            MOTTO,
            WORDS,
            _day(),
            B,
            "Hoạt động công đoàn năm 2031",
        ),
        (),
    ),
    (
        {"issuer": "Công đoàn cơ sở xã Khe Vàng", "parent": "Liên đoàn Lao động huyện Sông Lẫm", "place": "xã Khe Vàng"},
        (
            "LIÊN ĐOÀN LAO ĐỘNG HUYỆN SÔNG LẪM",
            "CÔNG ĐOÀN CƠ SỞ XÃ KHE VÀNG",
            "Số: 5/BC-CĐCS",
            MOTTO,
            WORDS,
            _day(),
            B,
            "Hoạt động năm 2031",
        ),
        (),
    ),
    (
        {
            "issuer": "Hội Liên hiệp Phụ nữ xã Khe Vàng",
            "parent": "Hội Liên hiệp Phụ nữ huyện Sông Lẫm",
            "place": "xã Khe Vàng",
        },
        (
            "HỘI LIÊN HIỆP PHỤ NỮ HUYỆN SÔNG LẪM",
            "HỘI LIÊN HIỆP PHỤ NỮ XÃ KHE VÀNG",
            "Số: 25/BC-BTV",
            MOTTO,
            WORDS,
            _day(),
            B,
            "Phong trào phụ nữ năm 2031",
        ),
        ("TM. BAN THƯỜNG VỤ", "CHỦ TỊCH", "Lù Thị Pạng"),
    ),
    (
        {"issuer": "Ban Thường vụ Hội LHPN huyện Sông Lẫm", "parent": "Hội LHPN tỉnh Lam Khê"},
        (
            "HỘI LHPN TỈNH LAM KHÊ",
            "BAN THƯỜNG VỤ HỘI LHPN",
            "HUYỆN SÔNG LẪM",
            "Số: 25/BC-BTV",
            MOTTO,
            WORDS,
            _day(),
            B,
            "Công tác Hội năm 2031",
        ),
        (),
    ),
    (
        {"issuer": "Ủy ban Mặt trận Tổ quốc Việt Nam xã Khe Vàng", "place": "xã Khe Vàng"},
        (
            "MTTQ VIỆT NAM HUYỆN SÔNG LẪM",
            "ỦY BAN MẶT TRẬN TỔ QUỐC VIỆT NAM",
            "XÃ KHE VÀNG",
            "Số: 25/BC-MTTQ",
            MOTTO,
            WORDS,
            _day(),
            B,
            "Công tác Mặt trận năm 2031",
        ),
        (),
    ),
    (
        {"issuer": "Hội Cựu chiến binh xã Khe Vàng", "parent": "Hội Cựu chiến binh huyện Sông Lẫm"},
        (
            "HỘI CỰU CHIẾN BINH HUYỆN SÔNG LẪM",
            "HỘI CỰU CHIẾN BINH",
            "XÃ KHE VÀNG",
            "Số: 9/BC-CCB",
            MOTTO,
            WORDS,
            _day(),
            B,
            "Công tác hội năm 2031",
        ),
        (),
    ),
    (
        {"issuer": "Ban Chấp hành Đoàn xã Khe Vàng", "parent": "Huyện đoàn Sông Lẫm", "number": "14-BC/ĐTN"},
        (
            "HUYỆN ĐOÀN SÔNG LẪM",
            "BAN CHẤP HÀNH ĐOÀN XÃ KHE VÀNG",
            "***",
            "Số: 14-BC/ĐTN",
            "ĐOÀN TNCS HỒ CHÍ MINH",
            _day(),
            B,
            "Công tác Đoàn năm 2031",
        ),
        (),
    ),
    # police army courts
    (
        {
            "issuer": "Công an xã Khe Vàng",
            "parent": "Công an huyện Sông Lẫm",
            "place": "xã Khe Vàng",
            "signer": "Giàng A Tỉnh",
        },
        (
            "CÔNG AN HUYỆN SÔNG LẪM",
            "CÔNG AN XÃ KHE VÀNG",
            "Số: 66/BC-CAX",
            MOTTO,
            WORDS,
            _day("Khe Vàng"),
            B,
            "Công tác an ninh năm 2031",
        ),
        ("TRƯỞNG CÔNG AN XÃ", "Thiếu tá Giàng A Tỉnh"),
    ),
    (
        {
            "issuer": "Ban Chỉ huy Quân sự huyện Sông Lẫm",
            "parent": "Bộ Chỉ huy Quân sự tỉnh Lam Khê",
            "place": "huyện Sông Lẫm",
        },
        (
            "BỘ CHỈ HUY QUÂN SỰ TỈNH LAM KHÊ",
            "BAN CHỈ HUY QUÂN SỰ HUYỆN SÔNG LẪM",
            "Số: 311/BC-BCH",
            MOTTO,
            WORDS,
            _day(),
            B,
            "Kết quả năm 2031",
        ),
        ("CHỈ HUY TRƯỞNG", "Trung tá Lý Văn Sình"),
    ),
    (
        {"issuer": "Đồn Biên phòng Cửa khẩu Pa Thơ tỉnh Lam Khê", "parent": "Bộ đội Biên phòng tỉnh Lam Khê"},
        (
            "BỘ ĐỘI BIÊN PHÒNG TỈNH LAM KHÊ",
            "ĐỒN BIÊN PHÒNG CỬA KHẨU PA THƠ",
            "Số: 40/BC-ĐBP",
            MOTTO,
            WORDS,
            _day("Pa Thơ"),
            B,
            "Công tác năm 2031",
        ),
        (),
    ),
    (
        {
            "issuer": "Đồn Biên phòng Pa Thơ tỉnh Lam Khê",
            "parent": "Bộ đội Biên phòng tỉnh Lam Khê",
            "title": "Tổng hợp kết quả công tác biên phòng năm 2031",
        },
        ("ĐỒN BIÊN PHÒNG PA THƠ - BỘ ĐỘI BIÊN PHÒNG TỈNH LAM KHÊ", "TỔNG HỢP KẾT QUẢ CÔNG TÁC BIÊN PHÒNG NĂM 2031"),
        (),
    ),
    (
        {"issuer": "Tòa án nhân dân khu vực 3 - Lam Khê", "parent": "Tòa án nhân dân tỉnh Lam Khê"},
        (
            "TÒA ÁN NHÂN DÂN TỈNH LAM KHÊ",
            "TÒA ÁN NHÂN DÂN KHU VỰC 3 - LAM KHÊ",
            "Số: 40/BC-TA",
            MOTTO,
            WORDS,
            _day(),
            B,
            "Công tác năm 2031",
        ),
        (),
    ),
    (
        {"issuer": "Viện Kiểm sát nhân dân huyện Sông Lẫm", "parent": "Viện Kiểm sát nhân dân tỉnh Lam Khê"},
        (
            "VIỆN KIỂM SÁT NHÂN DÂN TỈNH LAM KHÊ",
            "VIỆN KIỂM SÁT NHÂN DÂN HUYỆN SÔNG LẪM",
            "Số: 40/BC-VKS",
            MOTTO,
            WORDS,
            _day(),
            B,
            "Công tác năm 2031",
        ),
        (),
    ),
    # Party
    (
        {"issuer": "Đảng ủy xã Khe Vàng", "parent": "Huyện ủy Sông Lẫm", "number": "57-BC/ĐU", "place": "xã Khe Vàng"},
        (
            "HUYỆN ỦY SÔNG LẪM",
            "ĐẢNG ỦY XÃ KHE VÀNG",
            "*",
            "Số 57-BC/ĐU",
            PARTY,
            "Khe Vàng, ngày 02 tháng 12 năm 2031",
            B,
            "kết quả công tác năm 2031",
        ),
        (),
    ),
    (
        {"issuer": "Chi bộ Trường THCS Khe Vàng", "parent": "Đảng bộ xã Khe Vàng"},
        (
            "ĐẢNG BỘ XÃ KHE VÀNG",
            "CHI BỘ TRƯỜNG THCS KHE VÀNG",
            "*",
            "Số 7-BC/CB",
            PARTY,
            _day("Khe Vàng"),
            B,
            "kiểm điểm tập thể chi ủy năm 2031",
        ),
        (),
    ),
    (
        {"issuer": "Ban Tuyên giáo và Dân vận Huyện ủy Sông Lẫm", "parent": "Huyện ủy Sông Lẫm"},
        (
            "HUYỆN ỦY SÔNG LẪM",
            "BAN TUYÊN GIÁO VÀ DÂN VẬN",
            "*",
            "Số 77-BC/BTGDV",
            PARTY,
            _day("Sông Lẫm"),
            B,
            "công tác tuyên giáo năm 2031",
        ),
        (),
    ),
    (
        {"issuer": "Ban Tổ chức Tỉnh ủy Lam Khê", "parent": "Tỉnh ủy Lam Khê"},
        (
            "TỈNH ỦY LAM KHÊ",
            "BAN TỔ CHỨC",
            "*",
            "Số 77-BC/BTCTU",
            PARTY,
            _day(),
            B,
            "công tác tổ chức xây dựng Đảng năm 2031",
        ),
        (),
    ),
    (
        {"issuer": "Huyện ủy Sông Lẫm", "parent": "Tỉnh ủy Lam Khê", "place": "huyện Sông Lẫm"},
        (
            "TỈNH ỦY LAM KHÊ",
            "HUYỆN ỦY SÔNG LẪM",
            "*",
            "Số 301-BC/HU",
            PARTY,
            _day("Sông Lẫm"),
            B,
            "tình hình thực hiện nhiệm vụ năm 2031",
        ),
        ("T/M BAN THƯỜNG VỤ", "PHÓ BÍ THƯ THƯỜNG TRỰC", "Quàng Văn Inh"),
    ),
    # inspectorate, councils, boards
    (
        {"issuer": "Thanh tra huyện Sông Lẫm", "parent": "UBND huyện Sông Lẫm", "place": "huyện Sông Lẫm"},
        (
            "UBND HUYỆN SÔNG LẪM",
            "THANH TRA HUYỆN",
            "Số: 16/BC-TTr",
            MOTTO,
            WORDS,
            _day(),
            B,
            "Công tác thanh tra quý III năm 2031",
        ),
        ("CHÁNH THANH TRA", "Đỗ Văn Lự"),
    ),
    (
        {"issuer": "Thanh tra Sở Nội vụ tỉnh Lam Khê", "parent": "Sở Nội vụ tỉnh Lam Khê"},
        (
            "SỞ NỘI VỤ TỈNH LAM KHÊ",
            "THANH TRA SỞ",
            "Số: 16/BC-TTr",
            MOTTO,
            WORDS,
            _day(),
            B,
            "Công tác thanh tra năm 2031",
        ),
        (),
    ),
    (
        {"issuer": "Hội đồng Thi đua - Khen thưởng xã Khe Vàng", "parent": "UBND xã Khe Vàng"},
        (
            "UBND XÃ KHE VÀNG",
            "HỘI ĐỒNG THI ĐUA - KHEN THƯỞNG",
            "Số: 02/BC-HĐTĐKT",
            MOTTO,
            WORDS,
            _day(),
            B,
            "Kết quả bình xét năm 2031",
        ),
        (),
    ),
    (
        {"issuer": "Ban Chỉ đạo các chương trình mục tiêu quốc gia huyện Sông Lẫm", "parent": "UBND huyện Sông Lẫm"},
        (
            "UBND HUYỆN SÔNG LẪM",
            "BAN CHỈ ĐẠO CÁC CHƯƠNG TRÌNH",
            "MỤC TIÊU QUỐC GIA",
            "Số: 04/BC-BCĐ",
            MOTTO,
            WORDS,
            _day(),
            B,
            "Kết quả năm 2031",
        ),
        (),
    ),
    (
        {"issuer": "Ban Quản lý dự án đầu tư xây dựng huyện Sông Lẫm", "parent": "UBND huyện Sông Lẫm"},
        (
            "UBND HUYỆN SÔNG LẪM",
            "BAN QUẢN LÝ DỰ ÁN",
            "ĐẦU TƯ XÂY DỰNG",
            "Số: 04/BC-BQLDA",
            MOTTO,
            WORDS,
            _day(),
            B,
            "Kết quả năm 2031",
        ),
        (),
    ),
    (
        {"issuer": "Chi cục Kiểm lâm tỉnh Lam Khê", "parent": "Sở Nông nghiệp và Môi trường tỉnh Lam Khê", "place": None},
        (
            "SỞ NÔNG NGHIỆP VÀ MÔI TRƯỜNG",
            "TỈNH LAM KHÊ",
            "CHI CỤC KIỂM LÂM",
            "Số: 104/BC-CCKL",
            MOTTO,
            WORDS,
            _day(),
            B,
            "Công tác bảo vệ rừng năm 2031",
        ),
        (),
    ),
    (
        {"issuer": "Văn phòng HĐND và UBND xã Khe Vàng", "parent": "UBND xã Khe Vàng"},
        (
            "UBND XÃ KHE VÀNG",
            "VĂN PHÒNG HĐND VÀ UBND",
            "Số: 4/BC-VP",
            MOTTO,
            WORDS,
            _day(),
            B,
            "Công tác văn thư năm 2031",
        ),
        (),
    ),
    (
        {"issuer": "Phòng Kinh tế xã Khe Vàng", "parent": "UBND xã Khe Vàng"},
        (
            "UBND XÃ KHE VÀNG",
            "PHÒNG KINH TẾ",
            "Số: 4/BC-KT",
            MOTTO,
            WORDS,
            _day(),
            B,
            "Công tác khuyến nông năm 2031",
        ),
        (),
    ),
    (
        {"issuer": "Trung tâm Phục vụ hành chính công xã Khe Vàng", "parent": "UBND xã Khe Vàng"},
        (
            "UBND XÃ KHE VÀNG",
            "TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG",
            "Số: 4/BC-PVHCC",
            MOTTO,
            WORDS,
            _day(),
            B,
            "Kết quả năm 2031",
        ),
        (),
    ),
    (
        {"issuer": "Bảo hiểm xã hội huyện Sông Lẫm", "parent": "Bảo hiểm xã hội tỉnh Lam Khê"},
        (
            "BẢO HIỂM XÃ HỘI TỈNH LAM KHÊ",
            "BẢO HIỂM XÃ HỘI HUYỆN SÔNG LẪM",
            "Số: 4/BC-BHXH",
            MOTTO,
            WORDS,
            _day(),
            B,
            "Kết quả năm 2031",
        ),
        (),
    ),
    (
        {"issuer": "Ngân hàng Chính sách xã hội huyện Sông Lẫm"},
        (
            "NGÂN HÀNG CHÍNH SÁCH XÃ HỘI",
            "HUYỆN SÔNG LẪM",
            "Số: 4/BC-NHCS",
            MOTTO,
            WORDS,
            _day(),
            B,
            "Kết quả năm 2031",
        ),
        (),
    ),
    (
        {"issuer": "HTX Nông nghiệp Khe Vàng"},
        (
            "HTX NÔNG NGHIỆP KHE VÀNG",
            "Số: 4/BC-HTX",
            MOTTO,
            WORDS,
            _day(),
            B,
            "Kết quả sản xuất năm 2031",
        ),
        (),
    ),
    (
        {"issuer": "UBND phường Đồng Mây", "parent": "UBND thành phố Lam Khê", "place": "phường Đồng Mây"},
        (
            "UBND THÀNH PHỐ LAM KHÊ",
            "UBND PHƯỜNG ĐỒNG MÂY",
            "Số: 4/BC-UBND",
            MOTTO,
            WORDS,
            _day(),
            B,
            "Kết quả năm 2031",
        ),
        (),
    ),
    (
        {"issuer": "Ủy ban nhân dân tỉnh Lam Khê", "parent": None, "place": None, "province": "Lam Khê"},
        (
            "ỦY BAN NHÂN DÂN",
            "TỈNH LAM KHÊ",
            "Số: 4/BC-UBND",
            MOTTO,
            WORDS,
            _day(),
            B,
            "Kết quả năm 2031",
        ),
        (),
    ),
    # interleaved six-row head (row by row)
    (
        {
            "issuer": "Trường Tiểu học số 2 Khe Vàng",
            "parent": "Phòng GD&ĐT Sông Lẫm",
            "number": "33/BC-TH",
            "date": "2031-12-05",
        },
        (
            "PHÒNG GD&ĐT SÔNG LẪM",
            MOTTO,
            "TRƯỜNG TIỂU HỌC SỐ 2 KHE VÀNG",
            WORDS,
            "Số: 33/BC-TH",
            _day("Khe Vàng"),
            B,
            "Tổng kết năm 2031",
        ),
        (),
    ),
    # no BÁO CÁO line
    (
        {"issuer": "UBND xã Khe Vàng", "number": "88/UBND-VX", "kind_of_document": "công văn", "place": "xã Khe Vàng"},
        (
            "UBND HUYỆN SÔNG LẪM",
            "UBND XÃ KHE VÀNG",
            "Số: 88/UBND-VX",
            "V/v báo cáo kết quả thực hiện Tháng hành động vì trẻ em năm 2031",
            MOTTO,
            WORDS,
            _day("Khe Vàng"),
            "Kính gửi: Phòng Văn hóa - Xã hội huyện Sông Lẫm",
            "Thực hiện Công văn số 21/VHXH ngày 03/6/2031 của Phòng Văn hóa - Xã hội, UBND xã Khe Vàng báo cáo như sau:",
        ),
        (),
    ),
    # lost heads
    (
        {"issuer": "UBND xã Khe Vàng", "place": "xã Khe Vàng", "period_from": 2031},
        (
            "Thực hiện Kế hoạch số 12/KH-UBND ngày 05/01/2031 của UBND huyện Sông Lẫm, "
            "UBND xã Khe Vàng báo cáo kết quả thực hiện năm 2031 như sau:",
        ),
        ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "Sùng A Vảng"),
    ),
    (
        {"issuer": "Trường THCS Khe Vàng", "period_from": 2030, "period_to": 2031},
        (
            B,
            "TỔNG KẾT NĂM HỌC 2030 - 2031",
            "Thực hiện nhiệm vụ năm học, Trường THCS Khe Vàng báo cáo kết quả như sau:",
        ),
        ("HIỆU TRƯỞNG", "Trần Thị Quế"),
    ),
    (
        {"issuer": "Hội Nông dân xã Khe Vàng"},
        (
            B,
            "Công tác Hội và phong trào nông dân năm 2031",
        ),
        (
            "Trên đây là báo cáo kết quả công tác năm 2031 của Hội Nông dân xã Khe Vàng./.",
            "TM. BAN THƯỜNG VỤ",
            "CHỦ TỊCH",
            "Trần Thị Quế",
        ),
    ),
    (
        {"issuer": "Công an xã Khe Vàng"},
        (
            B,
            "Tình hình an ninh trật tự trên địa bàn xã Khe Vàng quý II năm 2031",
        ),
        ("TRƯỞNG CÔNG AN XÃ", "Thiếu tá Mùa A Páo"),
    ),
    (
        {"issuer": "Đảng ủy xã Khe Vàng"},
        (
            B,
            "công tác xây dựng Đảng của Đảng ủy xã Khe Vàng 6 tháng đầu năm 2031",
        ),
        ("T/M ĐẢNG ỦY", "BÍ THƯ", "Mùa A Páo"),
    ),
    (
        {"issuer": "UBND xã Khe Vàng, huyện Sông Lẫm", "place": "xã Khe Vàng"},
        (
            "UBND xã Khe Vàng, huyện Sông Lẫm",
            B,
            "Kết quả năm 2031",
        ),
        (),
    ),
    (
        {"issuer": "Phòng Nội vụ huyện Sông Lẫm", "signer": "Phan Văn Đài"},
        (
            B,
            "Công tác cải cách hành chính huyện Sông Lẫm năm 2031",
            "Phòng Nội vụ huyện Sông Lẫm báo cáo như sau:",
        ),
        ("KT. TRƯỞNG PHÒNG", "PHÓ TRƯỞNG PHÒNG", "Phan Văn Đài"),
    ),
]


@pytest.mark.parametrize(("wanted", "head", "end"), CASES, ids=[str(case[0].get("issuer")) for case in CASES])
def test_a_head_or_what_is_left_tells_whose_report_it_is(
    wanted: dict[str, object], head: tuple[str, ...], end: tuple[str, ...]
) -> None:
    facts = facts_of(*head, end=end)
    read = {field: getattr(facts, field) for field in wanted}
    assert {field: str(value).casefold() for field, value in read.items()} == {
        field: str(value).casefold() for field, value in wanted.items()
    }


@pytest.mark.parametrize(
    ("above", "own", "issuer", "parent"),
    [
        ("BỘ TƯ LỆNH QUÂN KHU 9", "LỮ ĐOÀN 962", "Lữ đoàn 962", "Bộ tư lệnh quân khu 9"),
        ("BỘ CÔNG AN", "TRẠI GIAM SỐ 6", "Trại giam số 6", "Bộ Công an"),
        ("SỞ NỘI VỤ LÂM KHÊ", "CƠ SỞ CAI NGHIỆN MA TÚY", "Cơ sở cai nghiện ma túy", "Sở Nội vụ Lâm Khê"),
        ("TẬP ĐOÀN ĐIỆN LỰC VIỆT NAM", "TRUYỀN TẢI ĐIỆN KHE MO", "Truyền tải điện khe mo", "Tập đoàn điện lực Việt Nam"),
        ("ĐẢNG ỦY XÃ NÀ LẠN", "ỦY BAN KIỂM TRA", "Ủy ban Kiểm tra Đảng ủy xã Nà Lạn", "Đảng ủy xã Nà Lạn"),
        ("HỘI LIÊN HIỆP PHỤ NỮ VIỆT NAM", "XÃ NÀ LẠN", "Hội Liên hiệp Phụ nữ Việt Nam xã Nà Lạn", None),
    ],
)
def test_a_body_of_any_kind_stands_below_another(above: str, own: str, issuer: str, parent: str | None) -> None:
    facts = facts_of(above, own, "Số: 45/BC-ABC", MOTTO, WORDS, _day(), B, "Tình hình năm 2031", "Đã xong 14 việc.")
    assert [str(name).casefold() for name in (facts.issuer, facts.parent)] == [
        str(issuer).casefold(),
        str(parent).casefold(),
    ]

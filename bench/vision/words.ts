export const levels = [
  ['mat', 'MẬT'],
  ['toi-mat', 'TỐI MẬT'],
  ['tuyet-mat', 'TUYỆT MẬT'],
] as const;

export const urgent = ['HỎA TỐC', 'THƯỢNG KHẨN', 'KHẨN', 'HẸN GIỜ', 'HOẢ TỐC', 'HỎA TỐC HẸN GIỜ'];
export const others = {
  tune: [
    'GIẢI MẬT',
    'BẢN SỐ: 05',
    'TÀI LIỆU THU HỒI',
    'SAO Y',
    'BẢN SAO',
    'ĐẾN',
    'DỰ THẢO',
    'BẢO MẬT',
    'BÍ MẬT',
    'NỘI BỘ',
    'LƯU HÀNH NỘI BỘ',
    'KẾ TOÁN',
    'ĐÃ THU TIỀN',
    'ĐÃ DUYỆT',
    'SAO LỤC',
    'BẢN CHÍNH',
    'HỎA TỐC',
    'KHẨN',
    'THƯỢNG KHẨN',
    'MẬT ONG',
    'MẶT TRẬN',
    'TỔNG HỢP',
    'CÔNG VĂN',
    'TỜ TRÌNH',
    'MẪU SỐ 01',
    'MỜI HỌP',
    'TRẢ LỜI',
    'HỘI MẬT',
    'MẬT DANH',
    'MẬT THƯ',
    'MẬT VỤ',
    'ONG MẬT',
    'TUẦN MẬT',
    'CƠ MẬT',
    'TÚI MẬT',
    'MẤT GIÁ',
    'MẤT MÙA',
    'MẮT KÍNH',
    'MÁT MẺ',
    'MẶT HÀNG',
    'MẶT ĐẤT',
    'BỀ MẶT',
    'CÓ MẶT',
    'VẮNG MẶT',
    'MẠT CƯA',
    'MỘT LẦN',
    'MÔ TẢ',
    'MỜI THẦU',
    'TỐI TÂN',
    'TỐI CAO',
    'TỐT',
    'TÔI',
    'TỘI PHẠM',
    'TUYỆT TÁC',
    'TUYẾN ĐƯỜNG',
    'TUYÊN DƯƠNG',
    'TUYỂN TẬP',
    'TUYỆT MỸ',
    'TỐI MỊT',
    'THẬT',
    'ĐẤT',
    'NHẤT',
    'TẤT CẢ',
    'HẬU MÃI',
    'MẪU',
    'MÃ SỐ',
    'MỤC TIÊU',
    'MẶT CẮT',
    'LẦN MỘT',
    'TẬP HUẤN',
    'MIỄN PHÍ',
    'MẬT ĐÀM',
    'MAT',
    'TOI',
    'TUYET',
    'MẤT HIỆU LỰC',
    'HỦY BỎ',
    'TRÍCH LỤC',
    'NHẬN',
    'ĐÃ GỬI',
    'TUYỆT VỜI',
    'BẢN SỐ: 12',
    'SAO Y BẢN CHÍNH',
    'BẢN SAO SỐ 3',
    'DỰ THẢO LẦN 2',
    'KHÔNG MẬT',
    'ĐÃ NỘP',
    'TRÍCH SAO',
    'BẢN GỐC',
    'HẾT HẠN',
    'CƠ MẬT VIỆN',
    'MẬT ONG RỪNG',
    'MẶT BẰNG',
    'TỐI ĐA',
    'TỐT NHẤT',
    'MẶT NẠ',
    'TỐI THIỂU',
    'TUYỂN DỤNG',
    'QUAN TRỌNG',
    'ĐÃ KIỂM TRA',
    'VĂN THƯ',
    'BẢN SỐ: 08',
    'SAO Y BẢN GỐC',
    'ĐÃ PHÊ DUYỆT',
    'CÔNG VĂN ĐẾN',
    'DỰ THẢO 3',
    'MẬT ĐỘ',
    'MẬT MÃ',
    'HỒ SƠ MẬT',
    'MẶT SAU',
    'MẤT TÍCH',
    'TỐI NAY',
    'TỐI HẬU THƯ',
    'TUYỆT ĐỐI',
    'TUYỆT CHỦNG',
    'TUYÊN THỆ',
    'MỘT CỬA',
    'ĐÃ THANH TOÁN',
    'KHÔNG SAO CHỤP',
    'HỎA TỐC HẸN GIỜ',
    'BẢN NHÁP',
    'LƯU TRỮ',
    'PHÁT HÀNH',
    'MẪU A',
    'BẢN SỐ: 31',
    'ĐÃ THẨM ĐỊNH',
    'CÔNG VĂN ĐI',
    'DỰ THẢO 5',
    'MẬT KHẨU',
    'MẬT LỆNH',
    'VĂN BẢN MẬT',
    'MẶT TRƯỚC',
    'MẤT CẮP',
    'TỐI ƯU',
    'TỐI KỴ',
    'TỐI',
    'TUYỆT GIAO',
    'TUYỆT',
    'TUYỂN SINH',
    'MỜI',
    'ĐÃ ĐỐI CHIẾU',
    'KHÔNG PHỔ BIẾN',
    'HỎA TỐC 9H00',
    'BẢN DỊCH',
    'MỚI',
    'HOÀN TẤT',
    'ĐÃ HỦY',
    'MẪU B',
    'MẠNG NỘI BỘ',
    'TRỰC BAN',
  ],
  report: [
    'GIẢI MẬT',
    'BẢN SỐ: 27',
    'TÀI LIỆU THU HỒI',
    'BẢO MẬT',
    'BÍ MẬT',
    'MẬT BÁO',
    'MẬT NGHỊ',
    'TIN MẬT',
    'MẶT TIỀN',
    'MẤT SÓNG',
    'TỐI GIẢN',
    'TỐI HẬU',
    'TUYỆT TÌNH',
    'TUYỆT THỰC',
    'TUYẾN TRÊN',
    'MỞ',
    'MẪU C',
    'THẤT LẠC',
    'ĐÃ VÀO SỔ',
    'BẢN LƯU',
    'HỎA TỐC 14H00',
    'SAO LƯU',
    'NIÊM PHONG',
    'LÃNH ĐẠO DUYỆT',
    'GIA HẠN',
    'TỘI DANH',
    'MỘT MẶT',
    'CẤM SAO CHỤP',
    'MÁY IN',
    'TRÌNH KÝ',
    'HỘI NGHỊ',
  ],
} as const;

export const agencies = [
  'ỦY BAN NHÂN DÂN|TỈNH HÒA SƠN|SỞ NỘI VỤ',
  'SỞ GIÁO DỤC VÀ ĐÀO TẠO|TRƯỜNG THPT LÊ LỢI',
  'CÔNG AN TỈNH|PHÒNG HẬU CẦN',
  'ỦY BAN MẶT TRẬN TỔ QUỐC|TỈNH AN BÌNH',
  'HUYỆN ỦY TÂN AN|BAN TỔ CHỨC',
  'BỘ TÀI CHÍNH|CỤC KẾ HOẠCH',
  'UBND XÃ ĐÔNG HÀ',
];
export const titles = [
  'BÁO CÁO',
  'KẾ HOẠCH',
  'QUYẾT ĐỊNH',
  'THÔNG BÁO',
  'TỜ TRÌNH',
  'BIÊN BẢN',
  'GIẤY MỜI',
  'QUY CHẾ|BẢO VỆ BÍ MẬT NHÀ NƯỚC',
  'KẾ HOẠCH|TẬP HUẤN BẢO MẬT',
  'ĐỀ THI THỬ',
  'DANH SÁCH',
  'NỘI QUY',
  'THƯ MỜI',
  'MỤC LỤC',
  'PHỤ LỤC II',
  'MẪU SỐ 05',
];
const syllables =
  'thực hiện kế hoạch số của về việc báo cáo kết quả triển khai nhiệm vụ đơn vị cán bộ công chức thuộc phạm vi quản lý hoàn thành bố trí sắp xếp đề nghị các tiếp tục theo đúng tiến độ trước ngày hằng tháng năm tỉnh huyện xã phường nhân dân ủy ban hội đồng giáo dục học sinh nhà trường tổ chức đại hội phòng sở nội vụ tài chính ngân sách đầu tư xây dựng đường giao thông nông thôn mới bảo mật khẩu tối đa mặt trận tuyệt đối an toàn thông tin'.split(
    ' ',
  );

const capitals = [...new Set(syllables)].map((word) => word.toUpperCase());
const alike =
  'MẶT MẤT MẮT MÁT MẠT MỘT MẪU MỜI MỚI MẠNG MÃ MỤC MỌI MỖI MIỄN NHẬT THẬT ĐẤT BẬT CHẤT HẠT LUẬT TẤT TẬP TẬN VẬT PHẬT XUẤT TỘI TÔI TỐT TỜI TỚI TUYẾT TUYẾN TUYỂN TUYÊN THUYẾT QUYẾT DUYỆT NGUYỆT HUYỆT TUYẾN'.split(
    ' ',
  );

/** Words that a level could be mistaken for, of the half for tuning: beside a level's word another, or one that looks alike. */
export function nearMiss(next: () => number): string {
  const pick = (from: readonly string[]) => from[Math.floor(next() * from.length)]!;
  for (;;) {
    const other = pick(next() < 0.5 ? capitals : alike);
    const level = pick(['MẬT', 'MẬT', 'TỐI', 'TUYỆT']);
    const near = pick(next() < 0.5 ? [level] : alike);
    const kind = next();
    const made =
      kind < 0.45
        ? `${near} ${other}`
        : kind < 0.75
          ? `${other} ${near}`
          : kind < 0.85
            ? pick(['TỐI', 'TUYỆT'])
            : `${other} ${near} ${pick(capitals)}`;
    // Apart from a mark that small print loses: nobody can tell.
    const bare = made
      .replaceAll(/M[ẶẤẮÁẠ]T/g, 'MẬT')
      .replaceAll(/T[ỘÔỜỚ]I/g, 'TỐI')
      .replaceAll('TUYẾT', 'TUYỆT');
    if (levels.some(([, words]) => words === bare) || (others.report as readonly string[]).includes(made))
      continue;
    return made;
  }
}

/** `count` Vietnamese words of office prose. */
export function prose(count: number, next: () => number): string {
  const out: string[] = [];
  for (let i = 0; i < count; i++) out.push(syllables[Math.floor(next() * syllables.length)]!);
  const text = out.join(' ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}

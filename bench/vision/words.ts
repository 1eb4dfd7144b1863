/** Fonts of the half that templates are made and tuned on, and of the half that is only reported on. */
export const fonts = {
  tune: [
    'Liberation Serif',
    'Liberation Serif',
    'Liberation Serif',
    'Liberation Sans',
    'DejaVu Serif',
    'DejaVu Sans',
    'Noto Serif',
    'Charis SIL',
    'Roboto',
    'Roboto Condensed',
    'Source Serif 4',
    'Merriweather',
    'Cousine',
    'Oswald',
    'Big Shoulders Stencil Text',
    'Playfair Display',
  ],
  report: [
    'FreeSerif',
    'FreeSerif',
    'FreeSerif',
    'Linux Libertine O',
    'Linux Libertine O',
    'Gelasio',
    'Lora',
    'Crimson Pro',
    'Noto Sans',
    'Inter',
    'Open Sans',
    'FreeMono',
    'Saira Stencil One',
  ],
} as const;

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
    'TUYỆT VỜI',
  ],
  report: [
    'GIẢI MẬT',
    'BẢN SỐ: 12',
    'TÀI LIỆU THU HỒI',
    'SAO Y BẢN CHÍNH',
    'BẢN SAO SỐ 3',
    'ĐẾN',
    'DỰ THẢO LẦN 2',
    'BẢO MẬT',
    'BÍ MẬT',
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

/** `count` Vietnamese words of office prose. */
export function prose(count: number, next: () => number): string {
  const out: string[] = [];
  for (let i = 0; i < count; i++) out.push(syllables[Math.floor(next() * syllables.length)]!);
  const text = out.join(' ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}

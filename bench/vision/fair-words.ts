/**
 * Words for pages without a marking of secrecy in the report half: what stamps, labels and framed or red lines of offices,
 * schools and what lies on their tables really say (ADR 31 has the reasons). None is made up to be near a level's words;
 * those that are near by nature are in.
 */
export const fairWords = [
  // Stamps of copies and of numbered documents.
  ...['SAO Y', 'SAO Y BẢN CHÍNH', 'SAO LỤC', 'TRÍCH SAO', 'BẢN CHÍNH', 'BẢN SAO', 'BẢN GỐC', 'BẢN LƯU'],
  ...['BẢN DỊCH', 'BẢN SAO SỐ: 02', 'BẢN SỐ: 17', 'TÀI LIỆU THU HỒI', 'CHỨNG THỰC', 'CẤM SAO CHỤP'],
  // Stamps of the way a paper goes.
  ...['ĐẾN', 'CÔNG VĂN ĐẾN', 'CÔNG VĂN ĐI', 'ĐÃ KÝ', 'ĐÃ DUYỆT', 'ĐÃ NHẬN', 'ĐÃ GỬI', 'ĐÃ VÀO SỔ', 'ĐÃ LƯU'],
  ...['ĐÃ XỬ LÝ', 'ĐÃ KIỂM TRA', 'ĐÃ ĐỐI CHIẾU', 'ĐÃ HỦY', 'DỰ THẢO', 'DỰ THẢO LẦN 2', 'HẾT HIỆU LỰC'],
  ...['HÀNH CHÍNH', 'VĂN THƯ', 'NIÊM PHONG', 'MỘT CỬA', 'KHẨN CẤP', 'TRÌNH KÝ', 'SAO GỬI'],
  // Of money and of people.
  ...['ĐÃ THU TIỀN', 'ĐÃ THANH TOÁN', 'ĐÃ CHI TIỀN', 'THỦ QUỸ', 'KẾ TOÁN TRƯỞNG', 'HIỆU TRƯỞNG'],
  ...['GIÁM ĐỐC', 'CHỦ TỊCH', 'TRƯỞNG PHÒNG', 'MIỄN PHÍ'],
  // About secrecy, without being a degree of it.
  ...['GIẢI MẬT', 'BẢO MẬT', 'BÍ MẬT', 'NỘI BỘ', 'LƯU HÀNH NỘI BỘ', 'KHÔNG PHỔ BIẾN', 'BÍ MẬT KINH DOANH'],
  ...['BẢO VỆ BÍ MẬT NHÀ NƯỚC', 'MẬT KHẨU', 'MẬT MÃ', 'MẬT THƯ', 'TÀI LIỆU MẬT'],
  // Of schools.
  ...['ĐỀ CHÍNH THỨC', 'ĐỀ DỰ BỊ', 'MÃ ĐỀ 132', 'TUYỂN SINH', 'TUYÊN DƯƠNG', 'TUYỆT VỜI', 'TỐT', 'KHÁ'],
  ...['GIỎI', 'ĐẠT', 'KHÔNG ĐẠT', 'VẮNG MẶT', 'CÓ MẶT', 'HOÀN THÀNH TỐT', 'MỜI HỌP', 'THƯ MỜI'],
  // Heads of tables, signs, labels, notices.
  ...['MẶT BẰNG', 'MẶT CẮT A-A', 'MẶT TRƯỚC', 'MẶT SAU', 'MẶT TRẬN TỔ QUỐC', 'MẪU SỐ 01', 'MẬT ĐỘ'],
  ...['MẬT ONG', 'MẬT ONG RỪNG', 'MẬT MÍA', 'TỐI ĐA', 'TỐI THIỂU', 'TỐI ƯU', 'TUYỆT ĐỐI', 'TUYỂN DỤNG'],
  ...['TÒA ÁN NHÂN DÂN TỐI CAO', 'TUYỆT ĐỐI CẤM LỬA', 'MẤT ĐIỆN', 'MẤT GIẤY TỜ', 'THÔNG BÁO KHẨN'],
] as const;

/**
 * More sentences of three sectors, written when their phrases were final: what the rules find of these was measured once
 * and nothing was changed by it. Written for these tests; the places, persons and matters do not exist.
 */
export interface LaterSentences {
  readonly rule: string;
  readonly papers: readonly string[];
  readonly talk: readonly string[];
}

export const LATER: Readonly<Record<string, readonly LaterSentences[]>> = {
  education: [
    {
      rule: 'category.education.exam-paper',
      papers: [
        'Môn Lịch sử, đề thi chính thức kỳ thi chọn học sinh giỏi quốc gia THPT năm {nam}, ngày thi thứ nhất, thời gian làm bài 180 phút, chưa bóc niêm phong.',
        'Kèm theo là đáp án và biểu điểm đề dự bị môn Địa lí, kỳ thi tốt nghiệp trung học phổ thông {nam}, chỉ giao cho trưởng ban chấm thi.',
        'Đề thi đề xuất môn Toán của {tinh} cho kỳ thi chọn đội tuyển dự Olympic Toán quốc tế {nam}, gồm {so} bài.',
        'Tổ ra đề gửi lãnh đạo duyệt đề chính thức và đề dự bị môn Tiếng Anh thi tốt nghiệp THPT, 40 câu, mã đề gốc 0{so}.',
        'Bản cuối đề thi môn Sinh học tốt nghiệp THPT {nam}, đề số {so}, đã phản biện, chờ in sao.',
        'Hướng dẫn chấm đề thi chính thức môn Ngữ văn tốt nghiệp THPT, dự thảo lần {so}, không chuyển ra ngoài khu vực cách ly.',
      ],
      talk: [
        'Sau khi kết thúc môn thi cuối, Bộ đăng đề thi và đáp án chính thức kỳ thi tốt nghiệp THPT năm {nam} để thí sinh đối chiếu.',
        'Em ôn môn Hóa theo đề minh họa kỳ thi tốt nghiệp THPT, thầy cô cho em hỏi thang điểm tính thế nào ạ?',
        'Lịch thi tốt nghiệp THPT năm {nam}: sáng thi môn Ngữ văn 120 phút, chiều thi môn Toán 90 phút.',
        'Học sinh của trường đạt {so} giải tại kỳ thi chọn học sinh giỏi quốc gia môn Tin học.',
        'Làm lộ đề thi chính thức kỳ thi tốt nghiệp THPT khi chưa công khai là vi phạm pháp luật về bảo vệ bí mật nhà nước.',
        'Nhà xuất bản giới thiệu sách tuyển tập đề thi học sinh giỏi quốc gia môn Vật lí các năm.',
      ],
    },
    {
      rule: 'category.education.exam-logistics',
      papers: [
        'Lộ trình xe chở đề thi tốt nghiệp THPT từ nơi in sao về {so} điểm thi, giờ xuất phát và số niêm phong ghi ở phụ lục.',
        'Danh sách cán bộ tham gia ban in sao đề thi kỳ thi tốt nghiệp THPT {nam}, cách ly từ ngày {so}/6 tại khách sạn {tinh}.',
        'Nơi ra đề kỳ thi chọn học sinh giỏi quốc gia năm nay bố trí tại {tinh}, công an gác ba vòng.',
        'Phương án bảo quản đề thi tốt nghiệp THPT tại {tinh}: tủ sắt hai khóa, camera, {so} người trực.',
        'Đề nghị Công an tỉnh cử {so} chiến sĩ áp tải, bảo vệ việc vận chuyển đề thi và bài thi kỳ thi tốt nghiệp trung học phổ thông.',
        'Trưng tập giáo viên vào hội đồng ra đề thi chọn học sinh giỏi quốc gia, danh sách kèm theo, chưa công khai.',
      ],
      talk: [
        'Sáng nay phóng viên được xem khu vực in sao đề thi kỳ thi tốt nghiệp THPT năm trước, nay đã trả lại cho nhà trường.',
        'Phó Chủ tịch tỉnh kiểm tra công tác chuẩn bị kỳ thi tốt nghiệp THPT, lưu ý an toàn giao thông và y tế tại các điểm thi.',
        'Quy chế thi quy định việc vận chuyển, bàn giao đề thi kỳ thi tốt nghiệp THPT phải có công an giám sát.',
        'Tỉnh đoàn phát động chương trình tiếp sức mùa thi, đưa đón thí sinh dự kỳ thi tốt nghiệp THPT.',
        'Điều {so}. Địa điểm in sao đề thi phải bảo đảm cách ly theo quy chế kỳ thi tốt nghiệp trung học phổ thông.',
        'Giáo viên được điều động coi thi tốt nghiệp THPT nhận lịch tại phòng tổ chức, mang theo thẻ.',
      ],
    },
    {
      rule: 'category.education.thought',
      papers: [
        'Qua nắm tình hình, tư tưởng của một bộ phận giáo viên mầm non {tinh} dao động, có người bị lôi kéo đi khiếu kiện đông người, ảnh hưởng an ninh.',
        'Nhận xét diễn biến tư tưởng sinh viên nội trú sau vụ việc tháng {thang}: xuất hiện nhóm kín tán phát tài liệu chống đối, nguy cơ phức tạp về an ninh chính trị.',
        'Đánh giá đời sống và tư tưởng nhà giáo vùng {tinh}: nợ lương kéo dài, dễ bị đối tượng xấu kích động, đề nghị không phổ biến.',
        'Tâm trạng học sinh dân tộc nội trú có biểu hiện nghe theo đạo lạ, tác động xấu đến trật tự an toàn xã hội trên địa bàn.',
        'Báo cáo thực trạng tư tưởng cán bộ quản lý các trường tại {tinh} sau sáp nhập, một số trường có nguy cơ điểm nóng.',
        'Lưu học sinh tại nước ngoài có {so} trường hợp biểu hiện lệch lạc về tư tưởng, tiếp xúc tổ chức phản động.',
      ],
      talk: [
        'Nhà trường tổ chức tuần sinh hoạt công dân, giáo dục chính trị tư tưởng cho sinh viên khóa mới.',
        'Đoàn thanh niên tuyên truyền để học sinh, sinh viên không chia sẻ thông tin xấu độc trên mạng.',
        'Chuyên gia nói về sức ép học hành và tâm trạng học sinh cuối cấp, khuyên cha mẹ lắng nghe con.',
        'Công an phường nói chuyện với học sinh về phòng chống bạo lực học đường, giữ an ninh trật tự cổng trường.',
        'Nghị quyết của chi bộ: làm tốt công tác tư tưởng cho giáo viên, chăm lo đời sống nhà giáo dịp Tết.',
        'Đề tài khoa học về đời sống tinh thần của sinh viên sư phạm đã bảo vệ thành công, đăng trên tạp chí.',
      ],
    },
    {
      rule: 'category.education.sent-to-study',
      papers: [
        'Danh sách học viên là sĩ quan quân đội được cử đi đào tạo sau đại học tại nước ngoài năm {nam}, kèm lý lịch, đề nghị bảo mật danh tính.',
        'Hồ sơ cán bộ thuộc Ban Cơ yếu cử đi học ngành toán ứng dụng, {so} người, cơ quan cử yêu cầu giữ kín.',
        'Gửi trường thông tin học viên thuộc Bộ Công an cử đi học tiếng, không ghi đơn vị trong sổ lớp.',
        'Trích ngang {so} chiến sĩ công an được cử đào tạo thạc sĩ an toàn thông tin tại {tinh}.',
        'Quân nhân cử đi học theo diện đề án riêng, danh sách {so} người kèm đơn vị, không đưa lên cổng thông tin.',
        'Đề nghị nhà trường quản lý riêng hồ sơ học viên lực lượng cơ yếu cử đi đào tạo.',
      ],
      talk: [
        'Học viện Kỹ thuật quân sự công bố điểm chuẩn hệ quân sự, thí sinh xem tại trang tuyển sinh.',
        'Chiến sĩ công an xã được khen vì tự học đại học tại chức, báo đăng bài về tấm gương hiếu học.',
        'Chế độ đối với quân nhân được cử đi học theo thông tư mới: hưởng nguyên lương và phụ cấp.',
        'Lễ bế giảng lớp tiếng Anh cho cán bộ, chiến sĩ công an tỉnh {tinh}, có {so} học viên dự.',
        'Giảng viên thỉnh giảng là sĩ quan quân đội về hưu dạy giáo dục quốc phòng.',
        'Hỏi: đang là quân nhân có được cử đi học nước ngoài bằng học bổng không?',
      ],
    },
  ],
  'internal-affairs': [
    {
      rule: 'category.internal-affairs.personnel',
      papers: [
        'Kính trình Bộ Chính trị xem xét việc điều động đồng chí A, cán bộ diện Bộ Chính trị quản lý, giữ chức vụ khác.',
        'Nhận xét đánh giá cán bộ diện Ban Bí thư quản lý tại {tinh} phục vụ quy hoạch, {so} trường hợp, chưa công khai.',
        'Tờ trình về nhân sự chức danh Thứ trưởng nhiệm kỳ mới, kèm phiếu lấy ý kiến.',
        'Đề nghị miễn nhiệm, cho thôi giữ chức đối với cán bộ thuộc diện Ban Bí thư quản lý, hồ sơ kèm theo.',
        'Phương án nhân sự Bí thư Tỉnh ủy {tinh} sau sắp xếp, có {so} phương án.',
        'Ý kiến về việc kỷ luật cán bộ diện Bộ Chính trị quản lý, xin ý kiến trước phiên họp.',
      ],
      talk: [
        'Bộ Chính trị đã trao quyết định điều động Bí thư Tỉnh ủy {tinh}, báo chí dự và đưa tin.',
        'Quy định về phân cấp quản lý cán bộ nêu các chức danh thuộc diện Bộ Chính trị, Ban Bí thư quản lý.',
        'Sở Nội vụ thông báo bổ nhiệm trưởng phòng, nhiệm kỳ năm năm, công bố trên cổng thông tin.',
        'Trường tuyển {so} giáo viên hợp đồng, hồ sơ nộp tại phòng nhân sự.',
        'Thủ tướng bổ nhiệm Thứ trưởng Bộ Y tế theo quyết định công bố chiều nay.',
        'Bài học về công tác giới thiệu nhân sự ứng cử đại biểu hội đồng nhân dân xã.',
      ],
    },
    {
      rule: 'category.internal-affairs.top-personnel',
      papers: [
        'Dự kiến nhân sự Chủ tịch Quốc hội nhiệm kỳ tới, {so} phương án, trình Bộ Chính trị.',
        'Báo cáo tiến độ chuẩn bị nhân sự chủ chốt: Tổng Bí thư và Chủ tịch nước, lấy phiếu vòng {so}.',
        'Đề án nhân sự Thủ tướng Chính phủ, bản trình lần {so}, chưa công khai.',
        'Kết quả giới thiệu nhân sự Thường trực Ban Bí thư tại hội nghị tháng {thang}.',
        'Ý kiến của tổ giúp việc về phương án nhân sự Chủ tịch nước khi khuyết.',
        'Các phương án về nhân sự Thủ tướng kèm nhận xét từng người.',
      ],
      talk: [
        'Quốc hội bỏ phiếu kín bầu Chủ tịch nước, kết quả công bố ngay tại hội trường.',
        'Tổng Bí thư nói về công tác chuẩn bị nhân sự đại hội đảng bộ cơ sở tại buổi tiếp xúc cử tri.',
        'Thủ tướng tiếp nhà đầu tư, đề nghị đào tạo nhân sự bán dẫn.',
        'Chủ tịch Quốc hội dự lễ khai giảng cùng thầy trò trường {tinh}.',
        'Điều {so} Hiến pháp quy định nhiệm kỳ của Chủ tịch nước theo nhiệm kỳ Quốc hội.',
        'Công ty giới thiệu nhân sự mới của phòng kinh doanh tại họp báo.',
      ],
    },
    {
      rule: 'category.internal-affairs.merger',
      papers: [
        'Đề án hợp nhất Bộ A và Bộ B trình Trung ương, bộ mới có {so} đơn vị, chưa công khai.',
        'Phương án chia tách một bộ thành hai bộ, dự kiến trình Quốc hội kỳ họp tháng {thang}.',
        'Dự thảo cơ cấu tổ chức của Chính phủ nhiệm kỳ mới gồm {so} bộ, cơ quan ngang bộ, xin ý kiến thành viên ban chỉ đạo.',
        'Xin chủ trương giải thể bộ, chuyển chức năng về bộ khác, lưu hành trong ban chỉ đạo.',
        'Báo cáo tác động của việc thành lập bộ quản lý đa ngành, số lượng thành viên Chính phủ còn {so}.',
        'Tờ trình về nhập cơ quan ngang bộ vào bộ, biên chế và trụ sở nêu ở phụ lục.',
      ],
      talk: [
        'Quốc hội thông qua nghị quyết về cơ cấu tổ chức Chính phủ gồm {so} bộ và cơ quan ngang bộ.',
        'Tỉnh {tinh} hoàn thành sáp nhập {so} xã, bộ máy mới hoạt động từ đầu tháng.',
        'Luật Tổ chức Chính phủ quy định việc thành lập, bãi bỏ bộ do Quốc hội quyết định.',
        'Hai ngân hàng công bố phương án sáp nhập, cổ đông bỏ phiếu thông qua.',
        'Trường chia tách lớp đông, đề xuất thành lập thêm câu lạc bộ đọc sách.',
        'Công đoàn bộ, ngành tổ chức hội thao chào mừng ngày thành lập bộ.',
      ],
    },
    {
      rule: 'category.internal-affairs.staff-abroad',
      papers: [
        'Tờ trình giao biên chế làm việc ở nước ngoài năm {nam} cho các cơ quan đại diện, tổng {so} chỉ tiêu.',
        'Quyết định điều chỉnh biên chế công tác ở nước ngoài của đại sứ quán tại {so} nước, kèm phụ lục.',
        'Báo cáo tình hình sử dụng biên chế ở nước ngoài của bộ, còn thiếu {so} người.',
        'Đề nghị bổ sung biên chế làm việc ở nước ngoài cho thương vụ, kính trình Chính phủ.',
        'Giảm biên chế làm việc ở nước ngoài tại {so} địa bàn, chưa công khai.',
        'Số người của từng cơ quan Việt Nam ở nước ngoài theo biên chế được giao, báo cáo riêng.',
      ],
      talk: [
        'Cán bộ đi công tác ở nước ngoài thanh toán theo chế độ công tác phí mới.',
        'Sở được giao {so} biên chế công chức, giảm theo lộ trình tinh giản.',
        'Người lao động Việt Nam làm việc ở nước ngoài gửi kiều hối tăng trong quý {so}.',
        'Luật quy định biên chế làm việc ở nước ngoài của cơ quan đại diện do cấp có thẩm quyền giao.',
        'Tờ trình xin thêm biên chế giáo viên mầm non của huyện {tinh}.',
        'Trung tâm tuyển lao động đi làm việc ở nước ngoài theo hợp đồng, báo cáo hằng tháng.',
      ],
    },
    {
      rule: 'category.internal-affairs.labour',
      papers: [
        'Báo cáo đình công tại khu công nghiệp {tinh}: {so} nghìn công nhân bị kích động, dự báo diễn biến phức tạp, xin ý kiến chỉ đạo.',
        'Tổ chức của người lao động tại doanh nghiệp C bị bên ngoài lợi dụng, phương án xử lý kèm theo, không phổ biến.',
        'Nắm tình hình lãn công kéo dài, nguy cơ thành điểm nóng, kính trình phương án xử lý.',
        'Đánh giá việc ra đời tổ chức người lao động ở {so} doanh nghiệp, ảnh hưởng an ninh, chưa công bố.',
        'Hoạt động của tổ chức đại diện người lao động ngoài công đoàn có yếu tố phức tạp, đề nghị xem xét.',
        'Ngừng việc tập thể lan rộng do đối tượng kích động, báo cáo riêng lãnh đạo, lưu hành nội bộ.',
      ],
      talk: [
        'Hơn {so} nghìn công nhân ngừng việc đòi tăng lương, công ty đã thỏa thuận, theo báo Lao động.',
        'Bộ luật Lao động quy định quyền đình công và tổ chức của người lao động tại doanh nghiệp.',
        'Công đoàn tập huấn cán bộ cơ sở kỹ năng đối thoại, phòng ngừa đình công.',
        'Doanh nghiệp công bố kết quả hội nghị người lao động, không có tranh chấp phức tạp.',
        'Sinh viên luật thảo luận về đình công bất hợp pháp trong buổi học, bài đọc đã công bố.',
        'Công nhân lợi dụng giờ nghỉ để tập văn nghệ chào mừng ngày thành lập.',
      ],
    },
  ],
  inspection: [
    {
      rule: 'category.inspection.informant',
      papers: [
        'Người tố cáo: ông Nguyễn Văn B, sinh năm 197{so}, trú tại thôn {so}, xã {tinh}.',
        'Đơn do bà Trần Thị M, kế toán trường tiểu học {tinh}, đứng tên, điện thoại 09{so}; đề nghị không để bên bị tố cáo biết.',
        'Họ tên, địa chỉ người phản ánh hành vi tham nhũng: anh Lê Văn Q, tổ {so}, phường {tinh}, số máy 08{so}.',
        'Danh sách công dân tố cáo gồm {so} người, trong đó có chị Phạm Thị T ở xóm {so}.',
        'Người báo tin về việc nhận tiền là chị Vũ Thị H, công tác tại phòng một cửa, nhà số {so}.',
        'Trích đơn: tôi tên là Đỗ Văn K, ngụ ấp {so}, tố cáo chủ tịch xã; đoàn xác minh giữ kín danh tính người tố cáo.',
        'Tổ xác minh đã gặp người tố giác, ông Bùi Văn S, số căn cước 03{so}, thường trú {tinh}.',
        'Lý lịch người tố cáo: Hoàng Thị N, cán bộ phòng tài chính, quê quán {tinh}.',
        'Người gửi đơn xin giấu tên nhưng qua xác minh là bà Lê Thị P, số nhà {so}, đường chợ {tinh}.',
        'Bảng tổng hợp người phản ánh: STT {so}, Ngô Văn D, tạm trú tổ {so}, điện thoại 07{so}.',
      ],
      talk: [
        'Người tố cáo được giữ bí mật họ tên, địa chỉ theo Luật Tố cáo.',
        'Đơn tố cáo phải ghi rõ họ tên, địa chỉ của người tố cáo và hành vi bị tố cáo.',
        'Ông Nguyễn Văn A trú tại {tinh} trình báo mất xe máy, công an phường đang xác minh.',
        'Đường dây nóng tiếp nhận phản ánh của người dân về rác thải: số điện thoại 1900{so}.',
        'Phần mềm cho phép người phản ánh ẩn danh, không cần nhập số điện thoại.',
        'Tòa tuyên án bị cáo Trần Văn B, sinh năm 198{so}, trú tại {tinh}, về tội nhận hối lộ.',
        'Tập huấn kỹ năng tiếp công dân, bảo vệ người tố cáo cho cán bộ cấp xã.',
        'Bạn đọc Lê Thị H ở thôn {so} hỏi về thủ tục khiếu nại đất đai.',
        'Mẫu đơn: Họ và tên người tố cáo…, địa chỉ…, số điện thoại…',
        'Khen thưởng người dân tố giác tội phạm tại hội nghị toàn dân bảo vệ an ninh.',
      ],
    },
    {
      rule: 'category.inspection.draft-conclusion',
      papers: [
        'Dự thảo kết luận thanh tra dự án đường {tinh}, bản ngày {so}, gửi thành viên đoàn cho ý kiến, chưa gửi đối tượng.',
        'Trích nhật ký đoàn thanh tra: đã phát hiện {so} tỷ chi sai, chưa thông báo cho đơn vị.',
        'Kế hoạch thanh tra đột xuất Công ty B trong tháng {thang}, không báo trước.',
        'Biên bản làm việc với giám đốc sở về gói thầu số {so}, chưa công khai.',
        'Báo cáo kết quả xác minh nội dung tố cáo, trình Chánh Thanh tra trước khi ký kết luận.',
        'Phiếu trình kết luận thanh tra, kiến nghị chuyển cơ quan điều tra {so} vụ, chờ ý kiến lãnh đạo.',
        'Số liệu sai phạm đất đai tại {tinh} trong dự thảo báo cáo kết quả thanh tra, đề nghị không cung cấp cho báo chí.',
        'Kết luận nội dung tố cáo đối với phó giám đốc, bản thảo, lưu hành nội bộ.',
        'Đề cương thanh tra và danh sách hồ sơ cần thu, chưa thông báo cho đối tượng thanh tra.',
        'Ý kiến của trưởng đoàn về dự thảo kết luận lần {so}, chỉ gửi tổ tổng hợp.',
      ],
      talk: [
        'Thanh tra tỉnh công bố kết luận thanh tra việc quản lý đất tại {tinh}, đăng toàn văn trên cổng thông tin.',
        'Luật Thanh tra quy định dự thảo kết luận phải được thẩm định trước khi ban hành.',
        'Kế hoạch thanh tra năm {nam} đã được phê duyệt và công khai gồm {so} cuộc.',
        'Đoàn kiểm tra an toàn thực phẩm làm việc với {so} cơ sở, kết quả đều đạt.',
        'Trường báo cáo kết quả tự kiểm tra, kính trình phòng giáo dục.',
        'Thanh tra giao thông xử phạt {so} xe quá tải trong tuần.',
        'Người dân xin ý kiến luật sư về quyết định thanh tra thuế hộ kinh doanh.',
        'Ban thanh tra nhân dân xã giám sát công trình, biên bản dán tại nhà văn hóa.',
        'Học viên viết tiểu luận về quy trình ban hành kết luận thanh tra.',
        'Sở họp báo thông tin kết quả thanh tra phòng khám tư, nêu tên cơ sở vi phạm.',
      ],
    },
  ],
};

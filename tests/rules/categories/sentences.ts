/**
 * What papers of each published item say, and what is said near it in public. Written for these tests; the places,
 * persons and matters do not exist. `papers` and `talk` were there when the phrases of the rules were
 * chosen; `fresh` and `freshTalk` were written afterwards and measure them.
 */
export interface ItemSentences {
  readonly rule: string;
  readonly papers: readonly string[];
  readonly talk: readonly string[];
  readonly fresh: readonly string[];
  readonly freshTalk: readonly string[];
}

export const SENTENCES: Readonly<Record<string, readonly ItemSentences[]>> = {
  education: [
    {
      rule: 'category.education.exam-paper',
      papers: [
        'ĐỀ THI CHÍNH THỨC kỳ thi tốt nghiệp THPT năm {nam}. Môn thi: TOÁN. Thời gian làm bài: 90 phút. Câu 1. Cho hàm số…',
        'Đáp án chính thức môn Ngữ văn, kỳ thi tốt nghiệp trung học phổ thông năm {nam}, hướng dẫn chấm gồm {so} trang.',
        'Đề thi dự bị kỳ thi chọn học sinh giỏi quốc gia trung học phổ thông năm {nam}, môn Vật lí, ngày thi thứ hai, thời gian 180 phút.',
        'Bộ đề thi đề xuất chính thức chọn đội tuyển Olympic Tin học quốc tế năm {nam}, bài thi thứ nhất, đáp án và thang điểm kèm theo.',
      ],
      talk: [
        'Bộ Giáo dục và Đào tạo đã công bố đề thi chính thức các môn của kỳ thi tốt nghiệp THPT năm {nam} sau khi kết thúc buổi thi.',
        'Thí sinh cần lưu ý: kỳ thi tốt nghiệp THPT năm {nam} có môn Ngữ văn thi 120 phút, đề thi tham khảo đã đăng trên Cổng thông tin điện tử.',
        'Trường tổ chức thi thử theo cấu trúc đề thi tốt nghiệp THPT, môn Toán 90 phút, học sinh mang máy tính cầm tay.',
      ],
      fresh: [
        'Gửi các anh đề dự bị môn Hóa học kỳ thi tốt nghiệp THPT năm {nam}, mã đề 2{so}, thời gian làm bài 50 phút.',
        'Kỳ thi chọn học sinh giỏi quốc gia, đáp án đề thi chính thức, hướng dẫn chấm bài thi thứ hai.',
        'Đề chính thức vòng chọn đội tuyển quốc gia dự thi Olympic khu vực, môn Toán, {so} trang.',
      ],
      freshTalk: [
        'Học sinh lớp 12 ôn tập theo đề thi các năm trước của kỳ thi tốt nghiệp THPT do nhà trường photo.',
        'Kết quả kỳ thi chọn học sinh giỏi quốc gia: tỉnh có {so} giải môn Toán.',
      ],
    },
    {
      rule: 'category.education.exam-logistics',
      papers: [
        'Phương án vận chuyển đề thi tốt nghiệp THPT năm {nam}: xe số {so} xuất phát lúc 3 giờ, có công an đi cùng.',
        'Danh sách cán bộ tham gia Ban in sao đề thi kỳ thi tốt nghiệp trung học phổ thông năm {nam}, cách ly từ ngày {so}/6.',
        'Địa điểm in sao đề thi kỳ thi tốt nghiệp THPT: nhà khách số {so}; nhân sự Ban in sao gồm {so} người, kế hoạch bảo vệ ba vòng.',
        'Dự kiến nhân sự Hội đồng ra đề thi chọn học sinh giỏi quốc gia năm {nam} và nơi ra đề, đề nghị lãnh đạo xem xét.',
      ],
      talk: [
        'Sở tổ chức họp báo thông tin về công tác chuẩn bị kỳ thi tốt nghiệp THPT, trong đó có việc vận chuyển và bảo quản đề thi.',
        'Theo quy định tại Điều {so} Quy chế thi tốt nghiệp trung học phổ thông, Ban in sao đề thi làm việc cách ly theo nguyên tắc 3 vòng độc lập.',
        'Đoàn thanh niên tiếp sức mùa thi phục vụ thí sinh dự kỳ thi tốt nghiệp THPT năm {nam} tại {so} điểm thi.',
      ],
      fresh: [
        'Lịch trình và phương án bảo quản đề thi tốt nghiệp THPT tại các điểm thi, ca trực của công an.',
        'Khu vực in sao đề thi của kỳ thi tốt nghiệp trung học phổ thông đặt tại tòa nhà số {so}, người vào khu vực gồm.',
      ],
      freshTalk: [
        'Tài liệu hướng dẫn coi thi kỳ thi tốt nghiệp trung học phổ thông: giám thị nhận túi bài thi.',
        'Công an tỉnh bảo đảm an toàn giao thông trong kỳ thi tốt nghiệp THPT năm {nam}.',
      ],
    },
    {
      rule: 'category.education.thought',
      papers: [
        'Báo cáo tình hình tư tưởng của nhà giáo, học sinh có biểu hiện tiêu cực ảnh hưởng đến an ninh trật tự trên địa bàn, đề nghị xem xét.',
        'Đánh giá thực trạng tư tưởng sinh viên liên quan vụ việc tập trung đông người, có tác động xấu đến an ninh chính trị.',
        'Phản ánh diễn biến tư tưởng trong đội ngũ giáo viên huyện {tinh}, một số trường hợp bị lôi kéo, ảnh hưởng đến an ninh chính trị nội bộ.',
        'Nhận xét về tư tưởng, đời sống của học sinh vùng biên bị các đối tượng xấu tác động, gây phức tạp về an ninh.',
      ],
      talk: [
        'Nhà trường làm tốt công tác giáo dục chính trị, tư tưởng cho học sinh, sinh viên đầu khóa, tuyên truyền giữ gìn an ninh trật tự.',
        'Hội thảo bàn giải pháp nâng cao đời sống nhà giáo và giáo dục đạo đức cho học sinh trong tình hình mới.',
      ],
      fresh: [
        'Phản ánh tình hình tư tưởng học sinh, sinh viên sau vụ việc ngày {so}, có biểu hiện bị kích động gây mất an ninh trật tự.',
        'Thực trạng tư tưởng đội ngũ giảng viên và những tác động tiêu cực từ mạng xã hội.',
      ],
      freshTalk: [
        'Câu lạc bộ sinh viên tổ chức tọa đàm về lý tưởng sống, rèn luyện tư tưởng.',
        'Giáo viên chủ nhiệm nắm tâm tư học sinh đầu năm học.',
      ],
    },
    {
      rule: 'category.education.sent-to-study',
      papers: [
        'Danh sách cán bộ thuộc lực lượng Công an nhân dân được cử đi đào tạo tại trường đại học, đề nghị bảo vệ thông tin.',
        'Thông tin học viên thuộc Quân đội cử đi đào tạo ở nước ngoài năm {nam}, cơ quan gửi yêu cầu giữ kín.',
        'Hồ sơ sĩ quan quân đội được cử đi học sau đại học ngành {so}, cơ quan cử đi đề nghị không để lộ thông tin.',
        'Trích ngang người thuộc Ban Cơ yếu cử đi đào tạo tại cơ sở giáo dục dân sự, theo yêu cầu của cơ quan cử.',
      ],
      talk: [
        'Trường thông báo tuyển sinh đào tạo sĩ quan cấp phân đội, thí sinh đăng ký tại ban chỉ huy quân sự huyện.',
        'Trường đại học liên kết đào tạo công chức, viên chức được cử đi học cao học năm {nam}, học phí theo quy định.',
      ],
      fresh: [
        'Lý lịch trích ngang cán bộ thuộc Bộ Quốc phòng được cử đi đào tạo chuyên ngành tại trường.',
        'Danh sách chiến sĩ công an cử đi học ngoại ngữ, đề nghị không công khai.',
      ],
      freshTalk: [
        'Danh sách tân sinh viên nhập học, có chế độ ưu tiên với quân nhân xuất ngũ.',
        'Bộ đội xuất ngũ được hỗ trợ đào tạo nghề sơ cấp.',
      ],
    },
  ],
  'foreign-affairs': [
    {
      rule: 'category.foreign-affairs.border',
      papers: [
        'Kính trình Thủ tướng phương án đàm phán phân giới cắm mốc đoạn biên giới trên đất liền còn lại với nước láng giềng.',
        'Kế hoạch đấu tranh bảo vệ chủ quyền biển đảo tại vùng chồng lấn, lập trường đàm phán vòng {so}, chưa công khai.',
        'Lập trường của ta trong đàm phán phân định biển và các phương án nhân nhượng, xin ý kiến chỉ đạo trước vòng {so}.',
        'Tài liệu phục vụ đàm phán giải quyết vấn đề biên giới lãnh thổ, dự kiến các bước đi của đoàn ta.',
      ],
      talk: [
        'Hai nước đã công bố tuyên bố chung, đánh giá cao tiến triển trong đàm phán về biên giới trên đất liền và phân giới cắm mốc.',
        'Người phát ngôn Bộ Ngoại giao trả lời phóng viên về chủ quyền biển đảo của Việt Nam tại họp báo thường kỳ.',
        'Bài giảng: lịch sử đàm phán phân giới cắm mốc và các hiệp ước về biên giới lãnh thổ đã công bố.',
      ],
      fresh: [
        'Phương án đấu tranh trong đàm phán phân định vịnh, các điểm có thể nhân nhượng.',
        'Báo cáo kế hoạch đàm phán phân giới cắm mốc và lập trường của phía bạn.',
      ],
      freshTalk: [
        'Kỷ niệm 20 năm hoàn thành phân giới cắm mốc trên đất liền, hai bên trồng cây hữu nghị.',
        'Ngư dân được hướng dẫn không vi phạm vùng biển nước ngoài.',
      ],
    },
    {
      rule: 'category.foreign-affairs.delegation',
      papers: [
        'Đề án đón đoàn Thủ tướng nước bạn thăm tỉnh, lịch trình dự kiến và phương án bảo vệ, kính trình xem xét.',
        'Kế hoạch cử đoàn ra của Chủ tịch Quốc hội quý {so}, thành phần đoàn và nội dung dự kiến.',
        'Chương trình đón tiếp đoàn cấp cao do Chủ tịch nước bạn dẫn đầu, lộ trình di chuyển, nơi nghỉ, chưa công khai.',
        'Đề án chính trị chuyến thăm của Tổng Bí thư, dự kiến nội dung trao đổi và văn kiện ký kết.',
      ],
      talk: [
        'Sáng nay, lễ đón chính thức Thủ tướng nước bạn diễn ra trọng thể, báo chí đưa tin đầy đủ về chuyến thăm.',
        'Thông cáo báo chí về chuyến thăm chính thức của Chủ tịch Quốc hội tới ba nước từ ngày {so} tháng {thang}.',
      ],
      fresh: [
        'Phương án đón đoàn nguyên thủ thăm tỉnh, nơi nghỉ và lộ trình, chưa công khai.',
        'Kế hoạch đoàn vào cấp Thủ tướng quý {so}, thành phần và nội dung làm việc.',
      ],
      freshTalk: [
        'Tỉnh tổ chức lễ hội, đón đoàn khách quốc tế đầu tiên của năm.',
        'Chủ tịch nước tiếp các đại sứ trình quốc thư.',
      ],
    },
    {
      rule: 'category.foreign-affairs.leaders-talks',
      papers: [
        'Biên bản trao đổi giữa Tổng Bí thư với lãnh đạo nước ngoài về các vấn đề chiến lược, chỉ phổ biến trong phạm vi hẹp.',
        'Nội dung cuộc gặp của Thủ tướng Chính phủ với Tổng thống nước X, báo cáo Bộ Chính trị, không phổ biến.',
        'Tường thuật hội đàm hẹp giữa Chủ tịch nước và người đứng đầu nước láng giềng, đề nghị không phổ biến.',
        'Ghi chép cuộc điện đàm của Chủ tịch Quốc hội với phía nước ngoài về hợp tác chiến lược, gửi để xin ý kiến.',
      ],
      talk: [
        'Chiều cùng ngày, Tổng Bí thư hội đàm với lãnh đạo nước bạn; hai bên ra tuyên bố chung về quan hệ đối tác chiến lược.',
        'Theo thông cáo, Thủ tướng gặp gỡ cộng đồng người Việt Nam tại nước ngoài và trao đổi với doanh nghiệp.',
      ],
      fresh: [
        'Biên bản hội đàm giữa Thủ tướng và nhà lãnh đạo nước X về vấn đề chiến lược.',
        'Nội dung trao đổi của Chủ tịch nước với phía bạn, chỉ gửi các đồng chí có tên.',
      ],
      freshTalk: [
        'Tổng Bí thư gửi điện mừng tới nhà lãnh đạo nước bạn nhân dịp Quốc khánh.',
        'Thủ tướng phát biểu tại diễn đàn kinh tế thế giới.',
      ],
    },
    {
      rule: 'category.foreign-affairs.policy',
      papers: [
        'Tờ trình của Bộ Ngoại giao kiến nghị chủ trương tổng thể trong quan hệ với các nước láng giềng đến năm {nam}.',
        'Đề án chính sách tổng thể quan hệ với các nước lớn, kiến nghị Bộ Chính trị cho ý kiến.',
        'Báo cáo Bộ Chính trị kiến nghị chủ trương đối với nước lớn trong tình hình mới, chưa công bố.',
        'Dự thảo đề án quan hệ với nước láng giềng giai đoạn {nam}, các kiến nghị chính sách, xin ý kiến cơ quan liên quan.',
      ],
      talk: [
        'Sách trắng nêu rõ chủ trương nhất quán của Việt Nam là coi trọng quan hệ với các nước láng giềng và các nước lớn.',
        'Sinh viên làm tiểu luận về chính sách của Việt Nam trong quan hệ với các nước lớn từ năm 1995.',
      ],
      fresh: [
        'Kiến nghị chính sách tổng thể của Bộ Ngoại giao về quan hệ với một nước láng giềng.',
        'Tờ trình kiến nghị chủ trương điều chỉnh quan hệ với các nước lớn.',
      ],
      freshTalk: [
        'Sách giới thiệu chính sách đối ngoại của các nước láng giềng trong thế kỷ 21.',
        'Thi tìm hiểu lịch sử quan hệ Việt Nam với các nước láng giềng.',
      ],
    },
  ],
  justice: [
    {
      rule: 'category.justice.investment-dispute',
      papers: [
        'Phương án giải quyết tranh chấp đầu tư quốc tế với nhà đầu tư X, kính trình xem xét.',
        'Chiến lược tranh tụng trong vụ kiện của nhà đầu tư nước ngoài tại trọng tài quốc tế, chưa công khai.',
        'Kế hoạch ứng phó vụ nhà đầu tư nước ngoài khởi kiện Chính phủ ra trọng tài quốc tế và mức thương lượng tối đa.',
        'Báo cáo đánh giá khả năng thắng kiện, phương án hòa giải tranh chấp đầu tư quốc tế với công ty Y, xin ý kiến.',
      ],
      talk: [
        'Hội thảo về phòng ngừa tranh chấp đầu tư quốc tế, các diễn giả giới thiệu quy tắc của trọng tài quốc tế.',
        'Quy chế phối hợp giải quyết tranh chấp đầu tư quốc tế ban hành kèm theo Quyết định số {so}/2020/QĐ-TTg.',
      ],
      fresh: [
        'Phương án thương lượng với nguyên đơn trong tranh chấp đầu tư quốc tế, mức trần bồi thường.',
        'Chiến lược giải quyết tranh chấp giữa nhà đầu tư nước ngoài và cơ quan nhà nước tỉnh {tinh}.',
      ],
      freshTalk: [
        'Luật sư tư vấn cho nhà đầu tư nước ngoài thủ tục cấp giấy chứng nhận đầu tư.',
        'Giáo trình giải quyết tranh chấp thương mại bằng trọng tài.',
      ],
    },
    {
      rule: 'category.justice.case-direction',
      papers: [
        'Báo cáo xin ý kiến chỉ đạo đường lối xử lý vụ án đặc biệt nghiêm trọng xảy ra trên địa bàn tỉnh.',
        'Báo cáo thỉnh thị phương hướng giải quyết vụ án tham nhũng liên quan đồng chí M.',
        'Viện kiểm sát xin ý kiến Ban Thường vụ về hướng giải quyết vụ án xâm phạm an ninh quốc gia do N cầm đầu.',
        'Kính trình cấp ủy cho ý kiến về việc xử lý vụ án tham nhũng, dư luận xã hội đặc biệt quan tâm.',
      ],
      talk: [
        'Tòa án tuyên án vụ án tham nhũng xảy ra tại công ty Z; bị cáo có quyền kháng cáo trong 15 ngày.',
        'Cơ quan điều tra cho biết đã khởi tố vụ án đặc biệt nghiêm trọng, báo chí sẽ được thông tin sau.',
      ],
      fresh: [
        'Kính gửi Ban Thường vụ, Viện kiểm sát báo cáo thỉnh thị việc giải quyết vụ án xâm phạm an ninh quốc gia.',
        'Xin ý kiến cấp ủy về đường lối xử lý vụ án tham nhũng tại ban quản lý dự án.',
      ],
      freshTalk: [
        'Phiên tòa xét xử vụ án tham nhũng được dư luận quan tâm, kéo dài {so} ngày.',
        'Luật sư cho rằng vụ án có nhiều tình tiết cần làm rõ.',
      ],
    },
    {
      rule: 'category.justice.thought',
      papers: [
        'Văn bản đánh giá tư tưởng lệch lạc của một số chức danh tư pháp tại tỉnh {tinh}, đề nghị xem xét.',
        'Báo cáo công tác bổ trợ tư pháp có nội dung ảnh hưởng an ninh chính trị, xin ý kiến.',
        'Nhận xét về biểu hiện lệch lạc tư tưởng của luật sư, công chứng viên tham gia vụ việc phức tạp, kính trình.',
        'Kế hoạch quản lý hoạt động luật sư trong vụ việc ảnh hưởng đến an ninh quốc gia, chưa công khai.',
      ],
      talk: [
        'Đoàn luật sư tổ chức bồi dưỡng nghiệp vụ, bổ nhiệm công chứng viên mới, phát triển bổ trợ tư pháp.',
        'Sở Tư pháp công khai trên trang thông tin danh sách luật sư và tổ chức hành nghề công chứng.',
      ],
      fresh: [
        'Báo cáo đánh giá biểu hiện tư tưởng lệch lạc trong một bộ phận công chứng viên.',
        'Chương trình công tác bổ trợ tư pháp liên quan an ninh chính trị nội bộ.',
      ],
      freshTalk: [
        'Kỳ thi công chứng viên năm {nam} có {so} môn.',
        'Luật sư trợ giúp pháp lý miễn phí cho người nghèo.',
      ],
    },
  ],
  'internal-affairs': [
    {
      rule: 'category.internal-affairs.personnel',
      papers: [
        'Tờ trình về nhân sự diện Ban Bí thư quản lý, đề nghị bổ nhiệm chức danh Thứ trưởng.',
        'Phương án nhân sự chức danh Bí thư Tỉnh ủy nhiệm kỳ {nam}, kính trình Bộ Chính trị.',
        'Nhận xét, đánh giá cán bộ diện Bộ Chính trị quản lý để điều động, luân chuyển.',
        'Xin ý kiến về việc miễn nhiệm, cho từ chức đối với cán bộ thuộc diện Ban Bí thư quản lý.',
      ],
      talk: [
        'Ban Tổ chức công bố quyết định của Bộ Chính trị điều động, phân công đồng chí X giữ chức Bí thư Tỉnh ủy.',
        'Hội nghị quán triệt quy định về cán bộ diện Bộ Chính trị, Ban Bí thư quản lý theo Quy định số {so}-QĐ/TW.',
      ],
      fresh: [
        'Tờ trình về nhân sự chức danh Chủ tịch Ủy ban nhân dân tỉnh, đề nghị Ban Bí thư xem xét.',
        'Báo cáo nhận xét đánh giá cán bộ thuộc diện Bộ Chính trị quản lý, phục vụ kiện toàn.',
      ],
      freshTalk: [
        'Lễ công bố quyết định bổ nhiệm Giám đốc Sở, báo chí tham dự.',
        'Tỉnh công khai danh sách trúng tuyển công chức.',
      ],
    },
    {
      rule: 'category.internal-affairs.top-personnel',
      papers: [
        'Đề án nhân sự Tổng Bí thư, Chủ tịch nước nhiệm kỳ {nam}, chưa công khai.',
        'Phương án nhân sự Thủ tướng Chính phủ và Chủ tịch Quốc hội trình Trung ương xem xét.',
        'Quá trình chuẩn bị nhân sự chủ chốt: Chủ tịch nước, Thủ tướng, Thường trực Ban Bí thư, chưa công bố.',
        'Báo cáo giới thiệu nhân sự chức danh Chủ tịch Quốc hội, dự kiến phương án một và hai.',
      ],
      talk: [
        'Quốc hội bầu Chủ tịch nước, Thủ tướng Chính phủ; báo chí đưa tin về công tác nhân sự của kỳ họp.',
        'Tiểu sử Tổng Bí thư qua các thời kỳ và tóm tắt công tác nhân sự các kỳ đại hội đã công bố.',
      ],
      fresh: [
        'Giới thiệu nhân sự Thủ tướng và Phó Thủ tướng khóa tới, phương án một.',
        'Đề án nhân sự Thường trực Ban Bí thư, chưa trình Trung ương.',
      ],
      freshTalk: [
        'Chân dung các đời Chủ tịch nước trong bảo tàng.',
        'Tổng Bí thư thăm và chúc Tết nhân dân xã {tinh}.',
      ],
    },
    {
      rule: 'category.internal-affairs.merger',
      papers: [
        'Đề án hợp nhất các bộ, cơ quan ngang bộ, trình Quốc hội, chưa công khai.',
        'Phương án sáp nhập bộ và cơ quan ngang bộ, dự kiến cơ cấu tổ chức Chính phủ nhiệm kỳ tới.',
        'Dự thảo đề án cơ cấu tổ chức của Chính phủ: chia, tách, thành lập bộ, số lượng thành viên, xin ý kiến.',
        'Kính trình phương án giải thể, thành lập một số bộ, cơ quan ngang bộ trước khi Quốc hội thông qua.',
      ],
      talk: [
        'Quốc hội đã thông qua nghị quyết về cơ cấu tổ chức Chính phủ nhiệm kỳ mới gồm {so} bộ và cơ quan ngang bộ.',
        'Đề án sáp nhập các trường mầm non trên địa bàn xã được lấy ý kiến nhân dân và niêm yết công khai.',
      ],
      fresh: [
        'Đề án thành lập bộ mới trên cơ sở hợp nhất hai cơ quan ngang bộ, chưa trình Quốc hội.',
        'Phương án hợp nhất một số bộ và dự kiến số lượng thành viên Chính phủ.',
      ],
      freshTalk: [
        'Sáp nhập hai hợp tác xã nông nghiệp, xã viên nhất trí.',
        'Bộ và cơ quan ngang bộ trả lời kiến nghị cử tri.',
      ],
    },
    {
      rule: 'category.internal-affairs.staff-abroad',
      papers: [
        'Quyết định giao biên chế làm việc ở nước ngoài năm {nam} cho các cơ quan đại diện.',
        'Báo cáo điều chỉnh biên chế làm việc ở nước ngoài, kính trình Thủ tướng xem xét.',
        'Tờ trình về việc tăng biên chế ở nước ngoài cho cơ quan thường trú, dự kiến {so} người.',
        'Văn bản đề nghị giao biên chế công tác ở nước ngoài giai đoạn {nam}, chưa công khai.',
      ],
      talk: [
        'Trung tâm dịch vụ việc làm tư vấn người lao động đi làm việc ở nước ngoài theo hợp đồng.',
        'Thông báo tuyển dụng viên chức, biên chế {so} người, hồ sơ nộp tại văn phòng.',
      ],
      fresh: [
        'Tờ trình điều chỉnh biên chế công tác ở nước ngoài của cơ quan thường trú.',
        'Báo cáo thực hiện biên chế làm việc ở nước ngoài năm {nam}.',
      ],
      freshTalk: [
        'Hội chợ việc làm giới thiệu đơn hàng làm việc ở nước ngoài.',
        'Biên chế giáo viên năm học mới tăng {so} người.',
      ],
    },
    {
      rule: 'category.internal-affairs.labour',
      papers: [
        'Báo cáo hoạt động phức tạp của tổ chức người lao động tại doanh nghiệp, ảnh hưởng an ninh trật tự, xin ý kiến.',
        'Phương án xử lý đình công phức tạp, nguy cơ bị kích động thành điểm nóng tại khu công nghiệp, kính trình.',
        'Tình hình tổ chức của người lao động tại doanh nghiệp bị thế lực bên ngoài lợi dụng, đề nghị xem xét.',
        'Dự báo diễn biến phức tạp về lãn công, đình công, các đối tượng kích động, chưa công khai.',
      ],
      talk: [
        'Công đoàn đối thoại với người lao động tại doanh nghiệp, không để xảy ra đình công.',
        'Bộ luật Lao động quy định tổ chức của người lao động tại doanh nghiệp và trình tự đình công.',
      ],
      fresh: [
        'Dự báo diễn biến đình công phức tạp ở khu công nghiệp {tinh} và phương án xử lý.',
        'Hoạt động của tổ chức người lao động bị lợi dụng, nguy cơ thành điểm nóng, chưa công khai.',
      ],
      freshTalk: [
        'Công ty thưởng Tết, người lao động phấn khởi.',
        'Tìm hiểu Công ước về quyền tổ chức của người lao động.',
      ],
    },
  ],
  party: [
    {
      rule: 'category.party.inspection',
      papers: [
        'Tờ trình đề nghị thi hành kỷ luật đồng chí A, Ủy viên Trung ương Đảng, xin ý kiến Bộ Chính trị.',
        'Báo cáo đề xuất kiểm tra khi có dấu hiệu vi phạm đối với cán bộ diện Ban Bí thư quản lý, kính trình.',
        'Dự thảo kết luận kiểm tra dấu hiệu vi phạm của Ủy viên Ban Bí thư, chưa công bố.',
        'Xin ý kiến giải quyết tố cáo đối với Ủy viên Bộ Chính trị, hồ sơ kèm theo.',
      ],
      talk: [
        'Ủy ban Kiểm tra Trung ương đã công bố thông cáo kỳ họp, thi hành kỷ luật một số Ủy viên Trung ương.',
        'Quy định về kiểm tra, giám sát và kỷ luật của Đảng áp dụng với mọi đảng viên, kể cả Ủy viên Trung ương.',
      ],
      fresh: [
        'Tờ trình xem xét kỷ luật đồng chí B, Ủy viên Trung ương, kèm hồ sơ.',
        'Báo cáo đề xuất giải quyết tố cáo đối với cán bộ diện Bộ Chính trị quản lý.',
      ],
      freshTalk: [
        'Chi bộ sinh hoạt chuyên đề về kỷ luật của Đảng.',
        'Đảng viên được tuyên dương, Ủy viên Trung ương tới dự.',
      ],
    },
    {
      rule: 'category.party.direction',
      papers: [
        'Ý kiến chỉ đạo của Bộ Chính trị về xử lý vụ việc phức tạp, điểm nóng tại tỉnh {tinh}.',
        'Thông báo ý kiến của Ban Bí thư xử lý vụ việc liên quan đối ngoại, an ninh quốc gia, không phổ biến.',
        'Kết luận của Ban Bí thư về giải quyết điểm nóng khiếu kiện, chỉ gửi cấp ủy trực tiếp.',
        'Văn bản của Bộ Chính trị chỉ đạo xử lý vụ việc nhạy cảm về đối ngoại, gửi các đồng chí liên quan.',
      ],
      talk: [
        'Học tập, quán triệt các nghị quyết, chỉ thị của Bộ Chính trị, Ban Bí thư về xây dựng Đảng.',
        'Báo chí đưa tin Bộ Chính trị họp cho ý kiến về báo cáo kinh tế - xã hội.',
      ],
      fresh: [
        'Bộ Chính trị chỉ đạo xử lý điểm nóng khiếu kiện tại {tinh}, gửi cấp ủy liên quan.',
        'Kết luận của Bộ Chính trị về vụ việc nhạy cảm liên quan đối ngoại.',
      ],
      freshTalk: [
        'Học Nghị quyết của Bộ Chính trị về phát triển kinh tế tư nhân.',
        'Báo cáo viên phổ biến chỉ thị của Ban Bí thư.',
      ],
    },
    {
      rule: 'category.party.assets',
      papers: [
        'Báo cáo tài sản, kinh phí hoạt động đặc biệt của Đảng năm {nam}.',
        'Kế hoạch sử dụng kinh phí đặc biệt của Đảng, kính trình Ban Bí thư.',
        'Tờ trình phê duyệt quỹ hoạt động đặc biệt của Đảng tại Văn phòng Trung ương.',
        'Quyết toán kinh phí hoạt động đặc biệt của Đảng, dự kiến bổ sung năm {nam}.',
      ],
      talk: [
        'Chi bộ công khai thu, chi đảng phí và tài sản được giao quản lý năm {nam}.',
        'Hướng dẫn quản lý tài chính, tài sản của Đảng tại các cơ quan đảng địa phương.',
      ],
      fresh: [
        'Báo cáo quyết toán quỹ hoạt động đặc biệt của Đảng quý {so}.',
        'Đề nghị bổ sung kinh phí đặc biệt cho Văn phòng Trung ương.',
      ],
      freshTalk: ['Thu nộp đảng phí quý {so} của chi bộ.', 'Kê khai tài sản, thu nhập của đảng viên.'],
    },
  ],
  inspection: [
    {
      rule: 'category.inspection.informant',
      papers: [
        'Họ tên người tố cáo: Trần Thị B; địa chỉ: thôn {so}, xã {tinh}; số điện thoại liên hệ kèm theo.',
        'Thông tin người tố cáo: ông Lê Văn C, thường trú tại tổ {so}, phường {tinh}.',
        'Người đứng đơn tố cáo là bà Phạm Thị D, địa chỉ số {so} đường A, số căn cước 0{so}.',
        'Danh tính người phản ánh hành vi tham nhũng: ông N, địa chỉ xã {tinh}, đề nghị giữ kín.',
        'Người tố cáo là bà Hoàng Thị L, thường trú tại xã {tinh}, số điện thoại 09{so}.',
        'Danh sách người tố cáo kèm địa chỉ: 1. ông T, thôn {so}; 2. bà H, thôn 1.',
        'Đơn tố cáo của bà Nguyễn Thị K, trú tại tổ dân phố {so}, phường {tinh}; đề nghị không để lộ tên người tố cáo.',
        'Người phản ánh hành vi nhận hối lộ là anh Đỗ Văn M, nhà ở thôn {so}, xã {tinh}, điện thoại 09{so}.',
        'Bảng kê người tố cáo: STT 1, họ và tên Vũ Thị P, nơi ở ấp {so}, xã {tinh}.',
        'Lý lịch người tố cáo: ông Bùi Văn Q, sinh năm 196{so}, ngụ tại khu phố {so}.',
      ],
      talk: [
        'Người tố cáo ghi rõ họ tên, địa chỉ của mình trong đơn; mẫu đơn đăng trên Cổng thông tin điện tử.',
        'Điều {so}. Bảo vệ bí mật thông tin của người tố cáo: họ tên, địa chỉ, bút tích của người tố cáo.',
        'Hướng dẫn viết đơn tố cáo và nơi nhận đơn.',
        'Ủy ban tiếp công dân vào thứ Năm hằng tuần, địa chỉ số {so} đường A.',
        'Tỉnh niêm yết số điện thoại đường dây nóng tiếp nhận tố cáo và địa chỉ trụ sở tiếp công dân.',
        'Người tố cáo có quyền được giữ bí mật họ tên, địa chỉ theo Luật Tố cáo.',
        'Báo cáo tổng kết: trong năm nhận {so} đơn tố cáo, đã giải quyết xong.',
        'Mẫu đơn tố cáo: kính gửi, họ tên người tố cáo, địa chỉ, nội dung.',
      ],
      fresh: [
        'Xác minh nhân thân người tố cáo: chị Trịnh Thị V, cư trú tại xóm {so}, xã {tinh}.',
        'Người gửi đơn tố cáo là anh Lương Văn S, số căn cước 03{so}, địa chỉ thôn {so}, xã {tinh}.',
        'Phiếu chuyển đơn: người tố cáo Ngô Văn H, trú tại thôn {so}, xã {tinh}, điện thoại 09{so}.',
        'Thông tin về người phản ánh hành vi tham nhũng: ông Mai Văn Đ, nhà số {so} đường B, phường {tinh}.',
      ],
      freshTalk: [
        'Chuyên mục hỏi đáp: người tố cáo có được rút đơn tố cáo không?',
        'Công an tỉnh công khai số điện thoại, địa chỉ thư điện tử để người dân tố giác tội phạm.',
      ],
    },
    {
      rule: 'category.inspection.draft-conclusion',
      papers: [
        'Dự thảo kết luận thanh tra tại Sở Y tế, xin ý kiến trước khi ban hành, chưa công khai.',
        'Dự thảo báo cáo kết quả thanh tra đất đai huyện {tinh}, lưu hành trong đoàn.',
        'Bản thảo kết luận thanh tra việc mua sắm, các thành viên Đoàn thanh tra góp ý, chưa công bố.',
        'Báo cáo của Đoàn thanh tra về dấu hiệu vi phạm, dự thảo lần {so}, xin ý kiến người ra quyết định.',
        'Dự thảo kết luận thanh tra về thu chi tại trường {tinh}, đề nghị thành viên góp ý, lưu hành trong đoàn.',
        'Biên bản làm việc của đoàn thanh tra với huyện, nội dung chưa công bố.',
      ],
      talk: [
        'Thanh tra tỉnh đã công khai kết luận thanh tra trên trang thông tin điện tử theo Luật Thanh tra.',
        'Sở thực hiện kết luận thanh tra, thu hồi {so} triệu đồng nộp ngân sách.',
        'Công bố quyết định thanh tra tại Ủy ban nhân dân huyện.',
        'Báo cáo kết quả công tác thanh tra năm {nam} đăng trên trang của tỉnh.',
      ],
      fresh: [
        'Dự thảo lần {so} kết luận thanh tra công tác tuyển dụng tại {tinh}, gửi các thành viên đoàn cho ý kiến.',
        'Kế hoạch tiến hành thanh tra đột xuất tại {tinh}, chưa thông báo cho đối tượng thanh tra.',
        'Biên bản làm việc giữa Đoàn thanh tra và Ban Quản lý dự án {tinh}, nội dung chưa công bố.',
        'Tờ trình kèm bản dự thảo kết luận thanh tra, kính trình Chánh Thanh tra xem xét trước khi ký.',
      ],
      freshTalk: [
        'Đoàn thanh tra công bố kết luận thanh tra tại hội trường Ủy ban nhân dân xã.',
        'Kế hoạch thanh tra năm {nam} được đăng tải trên cổng thông tin của Thanh tra tỉnh.',
        'Tập huấn nghiệp vụ soạn dự thảo kết luận thanh tra cho công chức mới.',
      ],
    },
  ],
  audit: [
    {
      rule: 'category.audit.corruption',
      papers: [
        'Kết quả kiểm toán tại Tổng công ty X có dấu hiệu tham nhũng, chưa công khai.',
        'Dự thảo báo cáo kiểm toán nêu dấu hiệu tội phạm, xin ý kiến Tổng Kiểm toán nhà nước.',
        'Biên bản kiểm toán ghi nhận hành vi có dấu hiệu tham nhũng tại ban quản lý dự án, đề nghị chuyển cơ quan điều tra.',
        'Báo cáo vụ việc có dấu hiệu tham nhũng phát hiện qua kiểm toán ngân sách tỉnh {tinh}, chưa công bố.',
      ],
      talk: [
        'Kiểm toán Nhà nước họp báo công bố kết quả kiểm toán năm {nam}, chuyển cơ quan điều tra {so} vụ việc.',
        'Theo Luật Kiểm toán nhà nước, khi kết quả kiểm toán có dấu hiệu tội phạm thì kiến nghị khởi tố.',
      ],
      fresh: [
        'Kiến nghị kiểm toán đối với vụ việc có dấu hiệu tham nhũng tại {tinh}, chưa công bố.',
        'Kiểm toán phát hiện dấu hiệu tội phạm trong đấu thầu, xin ý kiến lãnh đạo.',
        'Dự thảo báo cáo kiểm toán chuyên đề nêu vụ việc dấu hiệu hình sự, chưa công khai.',
      ],
      freshTalk: [
        'Kiểm toán viên nội bộ kiểm tra quỹ tiền mặt hằng quý.',
        'Tuyển dụng kiểm toán viên, kinh nghiệm {so} năm.',
        'Sinh viên kiểm toán tham quan Kiểm toán nhà nước khu vực {so}.',
      ],
    },
  ],
  investment: [
    {
      rule: 'category.investment.defence-capital',
      papers: [
        'Phân bổ vốn đầu tư công lĩnh vực quốc phòng, an ninh năm {nam}, chưa công khai.',
        'Danh mục dự án công trình phòng thủ và kế hoạch vốn giai đoạn {nam}, kính trình.',
        'Báo cáo giải ngân vốn các công trình quốc phòng trong khu vực phòng thủ tỉnh {tinh}, dự kiến bổ sung {so} tỷ đồng.',
        'Kế hoạch đầu tư phòng thủ cấp chiến thuật huyện {tinh} năm {nam}, danh mục hạng mục kèm theo, xin ý kiến.',
      ],
      talk: [
        'Hội đồng nhân dân thông qua nghị quyết phân bổ vốn đầu tư công năm {nam}, công khai trên trang thông tin.',
        'Nghị định số {so}/2020/NĐ-CP hướng dẫn Luật Đầu tư công về kế hoạch vốn, kể cả lĩnh vực quốc phòng, an ninh.',
      ],
      fresh: [
        'Kính trình danh mục dự án lĩnh vực quốc phòng, an ninh và mức vốn năm {nam}.',
        'Báo cáo kế hoạch vốn công trình phòng thủ huyện {tinh}, chưa công khai.',
      ],
      freshTalk: [
        'Giải ngân vốn đầu tư công đạt {so}0 % kế hoạch.',
        'Công trình trường học được khởi công, vốn ngân sách huyện.',
      ],
    },
    {
      rule: 'category.investment.abroad',
      papers: [
        'Dự án trụ sở cơ quan đại diện ở nước ngoài của Bộ Ngoại giao, danh mục và vốn phân bổ, chưa công khai.',
        'Giao kế hoạch vốn cho Ban Quản lý Lăng Chủ tịch Hồ Chí Minh năm {nam}, kính trình.',
        'Tờ trình bố trí vốn xây dựng trụ sở ở nước ngoài của Bộ Ngoại giao, dự kiến {so} tỷ đồng.',
        'Báo cáo kế hoạch đầu tư của Ban Quản lý Lăng Chủ tịch Hồ Chí Minh, xin ý kiến về vốn.',
      ],
      talk: [
        'Ban Quản lý Lăng Chủ tịch Hồ Chí Minh thông báo giờ viếng Lăng mùa hè.',
        'Doanh nghiệp đăng ký dự án đầu tư ra nước ngoài, vốn {so} triệu đô la.',
      ],
      fresh: [
        'Bố trí vốn sửa chữa trụ sở cơ quan đại diện tại nước X, kế hoạch vốn năm {nam}.',
        'Giao kế hoạch đầu tư công cho Ban Quản lý Lăng Chủ tịch Hồ Chí Minh.',
      ],
      freshTalk: [
        'Đoàn thiếu nhi viếng Lăng Chủ tịch Hồ Chí Minh.',
        'Đại sứ quán tổ chức lớp học tiếng Việt.',
      ],
    },
  ],
  environment: [
    {
      rule: 'category.environment.border-water',
      papers: [
        'Mặt cắt sông, dòng chảy sông biên giới phục vụ cắm mốc, số liệu đo tháng {thang}.',
        'Số liệu nguồn nước biên giới liên quan quốc phòng, an ninh, gửi Bộ Quốc phòng.',
        'Kết quả đo đạc lòng sông biên giới phục vụ phân giới cắm mốc, đợt {so}, chưa công bố.',
        'Phương án đàm phán khai thác nguồn nước lưu vực sông quốc tế, lập trường của ta, xin ý kiến.',
      ],
      talk: [
        'Hội thảo quốc tế về hợp tác quản lý nguồn nước lưu vực sông quốc tế, tài liệu đã công bố.',
        'Đài khí tượng dự báo mực nước sông biên giới lên mức báo động {so}.',
      ],
      fresh: [
        'Bảng số liệu nguồn nước sông biên giới tại {so} trạm, gửi cơ quan quân sự.',
        'Phương án đàm phán chia sẻ nước lưu vực sông quốc tế, chưa công bố.',
      ],
      freshTalk: [
        'Người dân ven sông biên giới trồng rau, nuôi cá lồng.',
        'Ngày Nước thế giới: tiết kiệm nguồn nước.',
      ],
    },
    {
      rule: 'category.environment.coordinates',
      papers: [
        'Bảng số liệu tọa độ mạng lưới tọa độ quốc gia hạng II phủ trùm tỉnh {tinh}.',
        'Danh sách điểm tọa độ hạng I, hạng II toàn tỉnh kèm giá trị gốc, kính gửi Cục.',
        'Giao nộp số liệu gốc mạng lưới tọa độ quốc gia khu vực biên giới, {so} điểm.',
        'Thống kê tọa độ các điểm hạng II trở lên của tỉnh {tinh}, chưa công khai.',
      ],
      talk: [
        'Hướng dẫn chuyển tọa độ thửa đất sang VN-2000, kinh tuyến trục tỉnh {tinh}.',
        'Luật Đo đạc và bản đồ quy định mạng lưới tọa độ quốc gia và trách nhiệm bảo vệ mốc.',
      ],
      fresh: [
        'Thống kê điểm tọa độ hạng II kèm giá trị gốc tỉnh {tinh}.',
        'Giao nộp bảng tọa độ gốc của mạng lưới tọa độ quốc gia, toàn tỉnh.',
      ],
      freshTalk: [
        'Trích lục bản đồ địa chính có tọa độ góc thửa.',
        'Học sinh lớp 9 vẽ đồ thị trong hệ tọa độ.',
      ],
    },
    {
      rule: 'category.environment.toxic',
      papers: [
        'Phương án khắc phục hậu quả chất độc hóa học tại khu vực sân bay, kết quả điều tra chưa công khai.',
        'Kế hoạch xử lý chất độc hóa học sau chiến tranh tại điểm nóng {tinh}, kính trình.',
        'Báo cáo mức tồn lưu chất độc hóa học do Mỹ sử dụng và phương án khắc phục, xin ý kiến.',
        'Đề án khắc phục chất độc hóa học/dioxin, số liệu khảo sát dự kiến trình tháng {thang}.',
      ],
      talk: [
        'Hội Nạn nhân chất độc da cam tặng quà các gia đình khó khăn nhân ngày 10/8.',
        'Chương trình tẩy độc dioxin sân bay Đà Nẵng đã hoàn thành, kết quả được công bố.',
      ],
      fresh: [
        'Đề án khắc phục chất độc hóa học tại sân bay cũ, dự kiến trình quý {so}.',
        'Kết quả khảo sát và kế hoạch xử lý chất độc hóa học, chưa công bố.',
      ],
      freshTalk: [
        'Trung tâm nuôi dưỡng nạn nhân chất độc hóa học nhận quà.',
        'Chuyên gia nói về tác hại của hóa chất nông nghiệp.',
      ],
    },
    {
      rule: 'category.environment.sea',
      papers: [
        'Cơ sở khoa học đặt tên hải đảo, danh sách dự kiến, chưa công khai.',
        'Quy hoạch không gian biển liên quan quốc phòng, an ninh, xin ý kiến Bộ Quốc phòng.',
        'Tờ trình đặt tên các đảo, bãi ngầm kèm luận cứ khoa học, kính trình Thủ tướng.',
        'Tài liệu địa hình cửa sông phục vụ quốc phòng tỉnh {tinh}, tỷ lệ 1:{so}000.',
      ],
      talk: [
        'Quốc hội thông qua Quy hoạch không gian biển quốc gia thời kỳ 2021-2030, đã công bố.',
        'Đảo được đặt tên từ thế kỷ 19; khách du lịch ra đảo bằng tàu cao tốc.',
      ],
      fresh: [
        'Danh sách dự kiến đặt tên hải đảo và cơ sở khoa học, xin ý kiến các bộ.',
        'Tài liệu địa hình cửa sông {tinh} phục vụ quốc phòng.',
      ],
      freshTalk: ['Tour du lịch hải đảo mùa hè giảm giá.', 'Bài thơ về tên đảo quê hương.'],
    },
  ],
  health: [
    {
      rule: 'category.health.leaders',
      papers: [
        'Tóm tắt bệnh án của đồng chí Ủy viên Bộ Chính trị, kính gửi Hội đồng chuyên môn.',
        'Kết quả khám sức khỏe định kỳ Ủy viên Ban Bí thư năm {nam}.',
        'Hồ sơ bệnh án, diễn biến điều trị của nguyên Tổng Bí thư tại khoa {so}.',
        'Báo cáo tình trạng sức khỏe của Ủy viên Bộ Chính trị sau phẫu thuật, hội chẩn lần {so}.',
      ],
      talk: [
        'Ủy viên Bộ Chính trị thăm bệnh viện, tặng quà người bệnh nghèo, kiểm tra hồ sơ bệnh án điện tử.',
        'Thông cáo đặc biệt về tình trạng sức khỏe của nguyên Tổng Bí thư đã công bố chiều nay.',
      ],
      fresh: [
        'Tóm tắt kết quả khám sức khỏe của đồng chí Ủy viên Bộ Chính trị, chỉ gửi bác sĩ điều trị.',
        'Hồ sơ sức khỏe lãnh đạo cấp cao của Đảng, khoa {so}.',
      ],
      freshTalk: [
        'Khám sức khỏe định kỳ cho cán bộ hưu trí phường.',
        'Hồ sơ bệnh án điện tử giúp bệnh nhân tra cứu.',
      ],
    },
    {
      rule: 'category.health.epidemic',
      papers: [
        'Số ca mắc, tử vong do bệnh truyền nhiễm mới nổi, chưa công khai, tính đến ngày {so}/{thang}.',
        'Báo cáo số người mắc bệnh mới nổi chưa rõ tác nhân tại huyện {tinh}, chưa công bố.',
        'Thống kê ca tử vong nghi do bệnh mới nổi tại bệnh viện tỉnh {tinh}, xin ý kiến trước khi công bố.',
        'Kết quả giải trình tự vi sinh vật mới phát hiện lần đầu, chưa công khai, gửi lãnh đạo Bộ.',
      ],
      talk: [
        'Bản tin dịch bệnh: hôm nay ghi nhận {so} ca mắc mới, không có tử vong, nguồn Bộ Y tế.',
        'Tập huấn giám sát bệnh truyền nhiễm mới nổi cho nhân viên y tế xã.',
      ],
      fresh: [
        'Số chết do bệnh mới nổi tại {tinh}, trước khi công bố xin ý kiến lãnh đạo.',
        'Thống kê số mắc bệnh truyền nhiễm mới nổi theo tuần, chưa công khai.',
      ],
      freshTalk: [
        'Ghi nhận {so} ca mắc sốt xuất huyết, phun thuốc diệt muỗi.',
        'Tiêm phòng cúm mùa cho người già.',
      ],
    },
    {
      rule: 'category.health.laboratory',
      papers: [
        'Hồ sơ thiết kế, phương án an ninh phòng xét nghiệm an toàn sinh học cấp III, chưa công khai.',
        'Báo cáo lưu giữ chủng tại phòng xét nghiệm an toàn sinh học cấp III, kính trình.',
        'Danh mục tác nhân lưu giữ ở phòng xét nghiệm an toàn sinh học cấp 3 của Viện, dự kiến chuyển tháng {thang}.',
        'Sự cố tại phòng xét nghiệm cấp III, báo cáo nội bộ, xin ý kiến xử lý.',
      ],
      talk: [
        'Bộ Y tế cấp giấy chứng nhận phòng xét nghiệm an toàn sinh học cấp III theo Nghị định số {so}.',
        'Tuyển dụng kỹ thuật viên phòng xét nghiệm an toàn sinh học, lương thỏa thuận.',
      ],
      fresh: [
        'Danh mục tác nhân tại phòng xét nghiệm an toàn sinh học cấp III và nơi để.',
        'Sự cố rò rỉ ở phòng xét nghiệm cấp 3, báo cáo lãnh đạo Viện.',
      ],
      freshTalk: [
        'Phòng xét nghiệm bệnh viện đạt chuẩn ISO, giờ lấy mẫu từ 6 giờ.',
        'Khóa học an toàn sinh học cấp I, II cho kỹ thuật viên.',
      ],
    },
    {
      rule: 'category.health.population',
      papers: [
        'Số liệu dân số các xã biên giới, hải đảo năm {nam}, chưa công bố.',
        'Bảng thống kê dân số khu vực biên giới tỉnh {tinh}, kính gửi Cục Dân số.',
        'Biến động dân cư vùng hải đảo, số liệu dân số theo từng đảo, chưa công khai.',
        'Báo cáo dân số vùng biên giới, dự kiến di dân {so} hộ.',
      ],
      talk: [
        'Đề án kiểm soát dân số các vùng biển, đảo và ven biển đạt kết quả, truyền thông tại xã đảo.',
        'Ngày Dân số Việt Nam 26/12 tại xã biên giới, trao quà cho phụ nữ mang thai.',
      ],
      fresh: [
        'Thống kê dân số vùng hải đảo theo thôn, năm {nam}.',
        'Số liệu dân số dọc tuyến biên giới, chưa công bố.',
      ],
      freshTalk: [
        'Mít tinh Ngày Dân số thế giới tại xã ven biển.',
        'Đồn biên phòng khám bệnh cho dân biên giới.',
      ],
    },
    {
      rule: 'category.health.herbs',
      papers: [
        'Tọa độ vùng phân bố dược liệu quý hiếm tại {tinh}, chưa công khai.',
        'Nguồn gen dược liệu quý, hiếm, đặc hữu và nơi lưu giữ, kính trình.',
        'Kết quả điều tra trữ lượng cây dược liệu quý, hiếm, bản đồ phân bố, chưa công bố.',
        'Hồ sơ bí quyết chế biến dược liệu quý hiếm, dự kiến bảo hộ, xin ý kiến.',
      ],
      talk: [
        'Hội chợ sâm và dược liệu quý thu hút hàng nghìn khách, giá bán {so} triệu đồng một kg.',
        'Chương trình phát triển dược liệu vùng cao đã công bố danh mục cây trồng.',
      ],
      fresh: [
        'Bản đồ phân bố và trữ lượng dược liệu quý ở {tinh}.',
        'Nơi lưu giữ nguồn gen dược liệu quý hiếm của Viện.',
      ],
      freshTalk: [
        'Bài thuốc từ dược liệu quen thuộc trong vườn nhà.',
        'Mở bán sâm, dược liệu quý, giao hàng tận nơi.',
      ],
    },
  ],
  culture: [
    {
      rule: 'category.culture.press-direction',
      papers: [
        'Đề nghị các cơ quan báo chí không đưa tin về vụ việc; định hướng thông tin phục vụ an ninh, chưa công khai.',
        'Kính gửi Tổng Biên tập các báo: chỉ đạo tuyên truyền, hạn chế đưa tin, không phổ biến.',
        'Yêu cầu các báo gỡ bài về vụ việc tại {tinh}, thông tin này chỉ gửi Tổng Biên tập, không phổ biến.',
        'Nội dung giao ban báo chí tuần: những vấn đề không đưa tin, gửi lãnh đạo cơ quan báo chí, lưu hành nội bộ.',
      ],
      talk: [
        'Bộ tổ chức giao ban báo chí, các cơ quan báo chí đưa tin về kỳ họp.',
        'Luật Báo chí quy định trách nhiệm của tổng biên tập trong việc cải chính, gỡ bài.',
      ],
      fresh: [
        'Định hướng thông tin: các cơ quan báo chí hạn chế đưa tin vụ {tinh}, không phổ biến.',
        'Chỉ đạo tuyên truyền gửi Tổng Biên tập, phục vụ an ninh, chưa công khai.',
      ],
      freshTalk: [
        'Các báo đồng loạt đưa tin thắng lợi của đội tuyển.',
        'Hội Nhà báo trao giải, tổng biên tập nhiều tờ báo dự.',
      ],
    },
    {
      rule: 'category.culture.museum-security',
      papers: [
        'Phương án an ninh bảo tàng tỉnh: sơ đồ vị trí cảm biến, ca trực, chưa công khai.',
        'Phương án bảo vệ kho hiện vật quý của thư viện, bảo tàng, kính trình.',
        'Tài liệu về di tích thuộc khu vực tranh chấp chủ quyền, luận cứ của ta, xin ý kiến.',
        'Sơ đồ hệ thống an ninh bảo tàng quốc gia và phương án ứng phó, dự kiến lắp thêm {so} điểm.',
      ],
      talk: [
        'Bảo tàng tỉnh mở cửa miễn phí nhân ngày Di sản, bố trí bảo vệ phục vụ khách tham quan.',
        'Thư viện tổ chức ngày sách, trưng bày tư liệu về chủ quyền biển đảo.',
      ],
      fresh: [
        'Phương án an ninh thư viện quốc gia và kho tư liệu quý.',
        'Luận cứ về di tích ở khu vực tranh chấp chủ quyền.',
      ],
      freshTalk: ['Bảo tàng tuyển nhân viên bảo vệ ca đêm.', 'Thư viện số phục vụ bạn đọc 24/7.'],
    },
    {
      rule: 'category.culture.wartime-broadcast',
      papers: [
        'Kế hoạch phát thanh, truyền hình thời chiến của đài tỉnh {tinh}, vị trí dự phòng.',
        'Phương án bảo đảm phát sóng phát thanh trong thời chiến, kính trình.',
        'Kế hoạch động viên đài phát thanh khi có tình huống chiến tranh, dự kiến sơ tán máy phát số {so}.',
        'Phương án phát thanh thời chiến giai đoạn {nam}, danh sách kíp trực, chưa công khai.',
      ],
      talk: [
        'Phóng sự kể chuyện phát thanh thời chiến của những nữ phát thanh viên năm xưa.',
        'Đài truyền hình phát lại bộ phim về thời chiến vào 20 giờ tối nay.',
      ],
      fresh: [
        'Phương án phát sóng trong thời chiến, địa điểm phát thanh dự phòng.',
        'Kế hoạch bảo đảm phát thanh khi có tình huống chiến tranh.',
      ],
      freshTalk: ['Đài phát thanh xã thay loa mới.', 'Bài hát thời chiến được trình diễn lại.'],
    },
    {
      rule: 'category.culture.centres-abroad',
      papers: [
        'Chỉ đạo gửi Trung tâm Văn hóa Việt Nam ở nước ngoài về xử lý vụ việc, không phổ biến.',
        'Công văn chỉ đạo Trung tâm Văn hóa Việt Nam tại nước X, kính gửi Giám đốc Trung tâm.',
        'Yêu cầu Trung tâm Văn hóa Việt Nam ở nước ngoài báo cáo hoạt động chống phá, chỉ đạo cách ứng xử.',
        'Chỉ đạo Trung tâm Văn hóa Việt Nam tại Y dừng chương trình, chưa công khai lý do.',
      ],
      talk: [
        'Trung tâm Văn hóa Việt Nam tại Pháp khai mạc triển lãm tranh Tết.',
        'Nghị định số {so} quy định tổ chức của Trung tâm Văn hóa Việt Nam ở nước ngoài.',
      ],
      fresh: [
        'Chỉ đạo Trung tâm Văn hóa Việt Nam tại X xử lý vụ việc phát sinh, không phổ biến.',
        'Yêu cầu Trung tâm Văn hóa Việt Nam báo cáo hoạt động chống phá của các đối tượng.',
      ],
      freshTalk: [
        'Trung tâm Văn hóa Việt Nam dạy tiếng Việt cuối tuần.',
        'Áo dài trình diễn tại Trung tâm Văn hóa Việt Nam.',
      ],
    },
  ],
  government: [
    {
      rule: 'category.government.sovereignty',
      papers: [
        'Tờ trình Bộ Chính trị về chủ quyền biển đảo và phương án phòng thủ, kính trình.',
        'Báo cáo Bộ Chính trị các phương án bảo vệ biên giới quốc gia, xin ý kiến.',
        'Kính trình Quốc hội xem xét vấn đề chủ quyền lãnh thổ phát sinh tại vùng {tinh}, chưa công khai.',
        'Xin ý kiến Bộ Chính trị về kế hoạch phòng thủ quần đảo giai đoạn {nam}.',
      ],
      talk: [
        'Quốc hội thảo luận dự án Luật Biên giới quốc gia, Chính phủ trình Quốc hội xem xét trong kỳ họp công khai.',
        'Triển lãm bản đồ và tư liệu về chủ quyền biển đảo Việt Nam tại trường học.',
      ],
      fresh: [
        'Trình Bộ Chính trị kế hoạch phòng thủ khu vực {tinh} và vấn đề chủ quyền.',
        'Tờ trình Bộ Chính trị phương án bảo vệ chủ quyền biển đảo năm {nam}.',
      ],
      freshTalk: [
        'Cuộc thi tìm hiểu chủ quyền biển đảo quê hương.',
        'Bộ đội biên phòng tuần tra, trồng cây dọc biên giới quốc gia.',
      ],
    },
    {
      rule: 'category.government.organisation',
      papers: [
        'Đề án tổ chức bộ máy của Chính phủ trình Thủ tướng, chưa công khai.',
        'Tờ trình phương án nhân sự lãnh đạo bộ, chưa công bố, kính trình Thủ tướng Chính phủ.',
        'Báo cáo Thủ tướng Chính phủ phương án sắp xếp tổ chức bộ máy, dự kiến nhân sự đứng đầu, chưa công khai.',
        'Kính trình Thủ tướng đề án tổ chức bộ máy và dự kiến nhân sự Thứ trưởng.',
      ],
      talk: [
        'Thủ tướng Chính phủ đã ký quyết định công bố sắp xếp tổ chức bộ máy của bộ.',
        'Xã hoàn thành sắp xếp tổ chức bộ máy, nhân sự được công khai tại trụ sở.',
      ],
      fresh: [
        'Trình Thủ tướng phương án nhân sự và tổ chức bộ máy, chưa công khai.',
        'Báo cáo Thủ tướng dự kiến nhân sự lãnh đạo bộ.',
      ],
      freshTalk: [
        'Giới thiệu tổ chức bộ máy trên trang của Sở.',
        'Thủ tướng khen thưởng các tập thể xuất sắc.',
      ],
    },
  ],
};

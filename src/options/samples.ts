/** A marked letter that means nothing: what the self-test looks for. */
export const SAMPLE = `ỦY BAN NHÂN DÂN XÃ THỬ NGHIỆM
Số: 01/KH-UBND

TUYỆT MẬT

KẾ HOẠCH
Kiểm tra phần mềm trên máy này`;

/** The letter as a document that has to be taken apart. */
export function sampleDocument(): File {
  const escaped = SAMPLE.replace(/[^ -~\n]/gu, (letter) => `\\u${letter.charCodeAt(0)}?`).replaceAll(
    '\n',
    '\\par\n',
  );
  return new File([`{\\rtf1\\ansi\\uc1 ${escaped}}`], 'mau.rtf', { type: 'application/rtf' });
}

const PAGE = { width: 1240, height: 1754 } as const;

/** A page with a stamp on it, drawn as a scanner would deliver it. */
export async function samplePicture(): Promise<File> {
  const canvas = document.createElement('canvas');
  Object.assign(canvas, PAGE);
  const pen = canvas.getContext('2d');
  if (!pen) throw new Error('no canvas');
  pen.fillStyle = '#ffffff';
  pen.fillRect(0, 0, PAGE.width, PAGE.height);
  const write = (text: string, x: number, y: number, font: string, colour = '#222222') => {
    pen.font = font;
    pen.fillStyle = colour;
    pen.textAlign = 'center';
    pen.fillText(text, x, y);
  };
  write('ỦY BAN NHÂN DÂN XÃ THỬ', 340, 150, '28px serif');
  write('Số: 01/KH-UBND', 340, 200, '26px serif');
  write('CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', 860, 150, 'bold 28px serif');
  write('Độc lập - Tự do - Hạnh phúc', 860, 195, 'bold 27px serif');
  pen.strokeStyle = '#c4161c';
  pen.lineWidth = 4;
  pen.strokeRect(205, 250, 270, 80);
  write('TUYỆT MẬT', 340, 303, 'bold 40px serif', '#c4161c');
  write('KẾ HOẠCH', 620, 440, 'bold 32px serif');
  for (let line = 0; line < 12; line++)
    write(
      'Kiểm tra phần mềm đọc ảnh trên máy này, không có nội dung gì khác.',
      620,
      520 + 48 * line,
      '27px serif',
    );
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
  if (!blob) throw new Error('no picture');
  return new File([blob], 'mau.png', { type: 'image/png' });
}

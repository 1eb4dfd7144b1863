import { disturbPixels, homography, mapPoint } from './disturb.ts';
import { chance } from './random.ts';
import type { MarkSpec, MarkTruth, PageSpec } from './spec.ts';
import { prose } from './words.ts';

/** Runs in a browser page: draws the page on a canvas, disturbs it and encodes it. */
export async function drawPage(spec: PageSpec): Promise<{ base64: string; marks: MarkTruth[] }> {
  const scale = spec.dpi / 25.4;
  const wide = spec.kind === 'screenshot';
  const paper = { width: wide ? 300 : 210, height: wide ? 180 : 297 };
  const canvas = new OffscreenCanvas(Math.round(paper.width * scale), Math.round(paper.height * scale));
  const pen = canvas.getContext('2d')!;
  pen.fillStyle = '#fff';
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.scale(scale, scale);
  drawContent(pen, spec, paper.width, paper.height);
  const boxes = spec.marks.map((mark) => drawMark(pen, mark, spec.seed, scale));

  const { width, height, transform } = outputOf(spec, canvas.width, canvas.height);
  const source = pen.getImageData(0, 0, canvas.width, canvas.height);
  const pixels = disturbPixels(source, width, height, transform, spec.disturbance, spec.seed);
  const out = new OffscreenCanvas(width, height);
  out.getContext('2d')!.putImageData(new ImageData(pixels, width, height), 0, 0);
  const { quality } = spec.disturbance;
  const blob = await out.convertToBlob(quality ? { type: 'image/jpeg', quality } : { type: 'image/png' });
  const marks = boxes.flatMap((corners, i) =>
    spec.marks[i]!.shape === 'seal'
      ? []
      : [
          {
            words: spec.marks[i]!.words,
            corners: corners.map(([x, y]) => mapPoint(transform, x * scale, y * scale)),
          },
        ],
  );
  return { base64: await toBase64(blob), marks };
}

function outputOf(spec: PageSpec, width: number, height: number) {
  const { angle, perspective, fill, turn } = spec.disturbance;
  const sideways = turn % 180 !== 0;
  const lot = chance(spec.seed ^ 0x51ed);
  const outWidth = Math.round((sideways ? height : width) / fill);
  const outHeight = Math.round((sideways ? width : height) / fill);
  const turned = ((angle + turn) * Math.PI) / 180;
  const to = [
    [0, 0],
    [width, 0],
    [width, height],
    [0, height],
  ].map(([x, y]) => {
    const dx = x! - width / 2;
    const dy = y! - height / 2;
    const jitter = () => lot.between(-1, 1) * perspective * width;
    return [
      outWidth / 2 + dx * Math.cos(turned) - dy * Math.sin(turned) + jitter(),
      outHeight / 2 + dx * Math.sin(turned) + dy * Math.cos(turned) + jitter(),
    ] as const;
  });
  const from = [
    [0, 0],
    [width, 0],
    [width, height],
    [0, height],
  ] as const;
  return { width: outWidth, height: outHeight, transform: homography(from, to) };
}

type Pen = OffscreenCanvasRenderingContext2D;

function text(pen: Pen, words: string, x: number, y: number, points: number, font: string, style = ''): void {
  pen.font = `${style} ${points * 0.3528}px "${font}"`;
  pen.fillText(words, x, y);
}

function drawContent(pen: Pen, spec: PageSpec, width: number, height: number): void {
  const lot = chance(spec.seed ^ 0xabcd);
  pen.fillStyle = '#111';
  if (spec.kind === 'picture') drawPicture(pen, lot, width, height);
  else if (spec.kind === 'screenshot') drawScreenshot(pen, spec, lot, width, height);
  else if (spec.kind === 'form') drawForm(pen, spec, lot);
  else if (spec.kind !== 'sheet') drawPaper(pen, spec, lot);
}

function drawPaper(pen: Pen, spec: PageSpec, lot: ReturnType<typeof chance>): void {
  let y = 18;
  pen.textAlign = 'center';
  if (spec.kind === 'letter') {
    spec.agency.split('|').forEach((line, i, all) => {
      text(pen, line, 60, y + i * 5.5, 13, spec.bodyFont, i === all.length - 1 ? 'bold' : '');
    });
    if (spec.party) text(pen, 'ĐẢNG CỘNG SẢN VIỆT NAM', 145, y, 15, spec.bodyFont, 'bold');
    else {
      text(pen, 'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', 145, y, 12, spec.bodyFont, 'bold');
      text(pen, 'Độc lập - Tự do - Hạnh phúc', 145, y + 5.5, 13, spec.bodyFont, 'bold');
      pen.fillRect(118, y + 7, 54, 0.3);
    }
    text(pen, spec.party ? 'Số 12-BC/HU' : 'Số: 15/BC-SNV', 60, y + 22, 13, spec.bodyFont);
    text(pen, 'Hòa Sơn, ngày 12 tháng 3 năm 2025', 145, y + 22, 13, spec.bodyFont, 'italic');
    y = 62;
    if (spec.about) {
      text(pen, `V/v ${prose(5, lot.next).toLowerCase()}`, 60, 45.5, 12, spec.bodyFont);
      text(pen, `Kính gửi: ${prose(6, lot.next)}`, 115, 73, 14, spec.bodyFont);
      y = 68;
    }
  } else y = 34;
  if (!spec.about || spec.kind !== 'letter') y = drawTitle(pen, spec, lot, y);
  pen.textAlign = 'left';
  y += 10;
  if (spec.kind === 'table') y = drawTable(pen, spec, lot, y);
  const last = lot.between(140, 250);
  while (y < last) {
    text(pen, prose(14, lot.next), lot.yes(0.2) ? 40 : 30, y, 13, spec.bodyFont);
    y += 6.5;
  }
  text(pen, 'Nơi nhận:', 30, y + 8, 12, spec.bodyFont, 'bold italic');
  text(pen, '- Như trên;', 30, y + 13, 11, spec.bodyFont);
  text(pen, 'GIÁM ĐỐC', 135, y + 8, 13, spec.bodyFont, 'bold');
  text(pen, 'Trần Văn Bình', 133, y + 32, 13, spec.bodyFont, 'bold');
}

function drawTitle(pen: Pen, spec: PageSpec, lot: ReturnType<typeof chance>, top: number): number {
  let y = top;
  if (spec.redTitle) pen.fillStyle = 'rgb(200,20,30)';
  for (const line of spec.title.split('|')) {
    y += 7;
    text(pen, line, 105, y, spec.redTitle ? 18 : 14, spec.bodyFont, 'bold');
  }
  pen.fillStyle = '#111';
  y += 6.5;
  text(pen, prose(8, lot.next), 105, y, 14, spec.bodyFont, 'bold');
  return y;
}

/** A form: a head in a box, fields with dotted lines, boxes to tick, and two columns of text. */
function drawForm(pen: Pen, spec: PageSpec, lot: ReturnType<typeof chance>): void {
  pen.lineWidth = 0.3;
  pen.strokeStyle = '#222';
  pen.strokeRect(20, 12, 170, 26);
  pen.strokeRect(20, 12, 55, 26);
  pen.textAlign = 'center';
  spec.agency
    .split('|')
    .slice(-2)
    .forEach((line, i) => {
      text(pen, line, 47.5, 22 + i * 7, 9, spec.bodyFont, 'bold');
    });
  if (spec.redTitle) pen.fillStyle = 'rgb(200,20,30)';
  text(pen, `PHIẾU ${spec.title.split('|')[0]}`, 132, 28, 15, spec.bodyFont, 'bold');
  pen.fillStyle = '#111';
  pen.textAlign = 'left';
  let y = 68;
  for (let field = lot.whole(5, 9); field > 0; field--, y += 8.5) {
    const label = `${prose(2, lot.next)}:`;
    text(pen, label, 25, y, 12, spec.bodyFont, 'bold');
    const from = 27 + pen.measureText(label).width;
    text(pen, lot.yes(0.5) ? prose(7, lot.next) : '.'.repeat(90), from, y, 12, spec.bodyFont);
  }
  for (let box = 0; box < 4; box++) {
    pen.strokeRect(25 + box * 42, y, 4, 4);
    text(pen, prose(2, lot.next), 31 + box * 42, y + 3.4, 11, spec.bodyFont);
  }
  y += 14;
  for (const left of [25, 110])
    for (let row = y; row < 235; row += 5.6)
      text(pen, prose(8, lot.next).slice(0, 44), left, row, 10.5, spec.bodyFont);
  pen.textAlign = 'center';
  text(pen, 'NGƯỜI LẬP PHIẾU', 150, 246, 12, spec.bodyFont, 'bold');
  text(pen, 'Lê Thị Thu Hà', 150, 270, 12, spec.bodyFont);
}

function drawTable(pen: Pen, spec: PageSpec, lot: ReturnType<typeof chance>, top: number): number {
  const red = lot.yes(0.5);
  const columns = lot.whole(3, 6);
  const rows = lot.whole(5, 14);
  const wide = 160 / columns;
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      pen.strokeStyle = red ? 'rgb(205,30,40)' : '#222';
      pen.lineWidth = 0.35;
      pen.strokeRect(25 + column * wide, top + row * 8, wide, 8);
      pen.fillStyle = red && row === 0 ? 'rgb(205,30,40)' : '#111';
      const words = row === 0 ? prose(2, lot.next).toUpperCase() : prose(2, lot.next);
      text(pen, words, 27 + column * wide, top + row * 8 + 5.5, 11, spec.bodyFont, row === 0 ? 'bold' : '');
    }
  }
  pen.fillStyle = '#111';
  return top + rows * 8 + 10;
}

function drawPicture(pen: Pen, lot: ReturnType<typeof chance>, width: number, height: number): void {
  const sky = pen.createLinearGradient(0, 0, lot.between(-60, 60), height);
  for (let i = 0; i <= 4; i++) {
    sky.addColorStop(i / 4, `rgb(${lot.whole(20, 240)},${lot.whole(20, 240)},${lot.whole(20, 240)})`);
  }
  pen.fillStyle = sky;
  pen.fillRect(0, 0, width, height);
  for (let i = 0; i < 60; i++) {
    const red = lot.yes(0.35);
    pen.fillStyle = red
      ? `rgba(${lot.whole(170, 240)},${lot.whole(10, 70)},${lot.whole(10, 70)},${lot.between(0.4, 1)})`
      : `rgba(${lot.whole(0, 255)},${lot.whole(0, 255)},${lot.whole(0, 255)},${lot.between(0.2, 1)})`;
    pen.beginPath();
    const x = lot.between(0, width);
    const y = lot.between(0, height);
    if (lot.yes(0.5)) pen.ellipse(x, y, lot.between(2, 40), lot.between(2, 40), lot.next() * 3, 0, 7);
    else pen.rect(x, y, lot.between(5, 60), lot.between(3, 30));
    pen.fill();
  }
  if (lot.yes(0.5)) {
    pen.fillStyle = lot.yes(0.5) ? 'rgb(215,20,30)' : '#fff';
    pen.textAlign = 'center';
    text(
      pen,
      lot.pick(['CHÀO MỪNG', 'GIẢM GIÁ', 'MẬT ONG RỪNG', 'TUYỂN SINH', 'MUA 1 TẶNG 1']),
      width / 2,
      lot.between(30, 250),
      lot.between(20, 50),
      'Liberation Sans',
      'bold',
    );
  }
}

function drawScreenshot(
  pen: Pen,
  spec: PageSpec,
  lot: ReturnType<typeof chance>,
  width: number,
  height: number,
): void {
  pen.fillStyle = '#eef1f5';
  pen.fillRect(0, 0, width, height);
  pen.fillStyle = '#0b5cd6';
  pen.fillRect(0, 0, width, 12);
  for (let i = 0; i < 8; i++) {
    const mine = lot.yes(0.4);
    pen.fillStyle = mine ? '#cfe4ff' : '#fff';
    const words = prose(lot.whole(2, 8), lot.next);
    pen.fillRect(mine ? 170 : 80, 20 + i * 19, 110, 13);
    pen.fillStyle = '#111';
    text(pen, words.slice(0, 46), mine ? 173 : 83, 28 + i * 19, 11, spec.bodyFont);
    pen.fillStyle = '#e02020';
    if (lot.yes(0.5)) {
      pen.beginPath();
      pen.arc(65, 24 + i * 19, 3, 0, 7);
      pen.fill();
    }
    if (lot.yes(0.4)) {
      pen.fillRect(8, 20 + i * 19, 30, 8);
      pen.fillStyle = '#fff';
      text(
        pen,
        lot.pick(['HỦY', 'XÓA', 'TẠO MỚI', 'ĐĂNG XUẤT', 'MỚI']),
        11,
        25.8 + i * 19,
        10,
        'Liberation Sans',
        'bold',
      );
    }
    pen.fillStyle = '#444';
    text(
      pen,
      lot.pick(['Phòng Tổ chức', 'Mật khẩu', 'TIN NHẮN', 'DANH BẠ', 'Tổ 3']),
      40,
      26 + i * 19,
      10,
      spec.bodyFont,
      'bold',
    );
  }
}

/** Returns the corners of the words on the paper in millimetres. */
function drawMark(pen: Pen, mark: MarkSpec, seed: number, scale: number): [number, number][] {
  const side = Math.ceil((Math.max(mark.width, mark.height) + 8) * scale);
  const layer = new OffscreenCanvas(side, side);
  const ink = layer.getContext('2d')!;
  ink.translate(side / 2, side / 2);
  ink.rotate((mark.angle * Math.PI) / 180);
  ink.scale(scale, scale);
  ink.fillStyle = ink.strokeStyle = mark.ink;
  const box = mark.shape === 'seal' ? drawSeal(ink, mark) : drawStamp(ink, mark);
  ink.setTransform(1, 0, 0, 1, 0, 0);
  if (mark.holes > 0) punch(ink, side, mark.holes, seed, scale);
  pen.save();
  pen.globalAlpha = mark.opacity;
  pen.globalCompositeOperation = 'multiply';
  pen.drawImage(layer, mark.x - side / scale / 2, mark.y - side / scale / 2, side / scale, side / scale);
  pen.restore();
  const turn = (mark.angle * Math.PI) / 180;
  return box.map(([x, y]) => [
    mark.x + x * Math.cos(turn) - y * Math.sin(turn),
    mark.y + x * Math.sin(turn) + y * Math.cos(turn),
  ]);
}

function drawStamp(ink: Pen, mark: MarkSpec): [number, number][] {
  const size = mark.size * 0.3528;
  ink.font = `${mark.weight} ${size}px "${mark.font}"`;
  ink.letterSpacing = `${mark.spacing * size}px`;
  ink.textAlign = 'center';
  const measure = ink.measureText(mark.words);
  const rise = measure.actualBoundingBoxAscent;
  const fall = measure.actualBoundingBoxDescent;
  const up = mark.below ? -2.5 : 0;
  const base = (rise - fall) / 2 + up;
  ink.fillText(mark.words, (mark.spacing * size) / 2, base);
  if (mark.below) {
    ink.font = `400 ${size}px "${mark.font}"`;
    ink.letterSpacing = '0px';
    ink.fillText(mark.below, 0, base + 5.5);
  }
  const half = measure.width / 2;
  const wide = Math.max(mark.width, measure.width + 3) / 2;
  const high = (Math.max(mark.height, rise + fall + 2) + (mark.below ? 6 : 0)) / 2;
  if (mark.shape !== 'plain') {
    ink.lineWidth = 0.45;
    ink.strokeRect(-wide, -high, wide * 2, high * 2);
    if (mark.shape === 'double-frame') ink.strokeRect(-wide - 1, -high - 1, wide * 2 + 2, high * 2 + 2);
  }
  return [
    [-half, base - rise],
    [half, base - rise],
    [half, base + fall],
    [-half, base + fall],
  ];
}

function drawSeal(ink: Pen, mark: MarkSpec): [number, number][] {
  ink.lineWidth = 0.9;
  for (const [radius, line] of [
    [17.5, 1],
    [12, 0.4],
  ] as const) {
    ink.lineWidth = line;
    ink.beginPath();
    ink.arc(0, 0, radius, 0, 7);
    ink.stroke();
  }
  ink.font = '700 16px "DejaVu Sans"';
  ink.textAlign = 'center';
  ink.fillText('★', 0, 6);
  ink.font = `700 3.4px "${mark.font}"`;
  const letters = [...mark.below];
  letters.forEach((letter, i) => {
    ink.save();
    ink.rotate(((i - letters.length / 2) / letters.length) * 4.6);
    ink.fillText(letter, 0, -13.5);
    ink.restore();
  });
  return [
    [-18, -18],
    [18, -18],
    [18, 18],
    [-18, 18],
  ];
}

/** Ink that did not take: many small spots and a few large weak ones. */
function punch(ink: Pen, side: number, holes: number, seed: number, scale: number): void {
  const lot = chance(seed ^ 0x77);
  ink.globalCompositeOperation = 'destination-out';
  const spots = (side * side * holes) / (0.6 * scale * scale);
  for (let i = 0; i < spots; i++) {
    ink.globalAlpha = lot.between(0.3, 1);
    ink.beginPath();
    ink.arc(lot.between(0, side), lot.between(0, side), lot.between(0.05, 0.3) * scale, 0, 7);
    ink.fill();
  }
  for (let i = 0; i < 6; i++) {
    ink.globalAlpha = holes * 1.2;
    ink.beginPath();
    ink.arc(lot.between(0, side), lot.between(0, side), lot.between(2, 6) * scale, 0, 7);
    ink.fill();
  }
}

async function toBase64(blob: Blob): Promise<string> {
  const bytes = new Uint8Array(await blob.arrayBuffer());
  let out = '';
  for (let i = 0; i < bytes.length; i += 0x8000) out += String.fromCharCode(...bytes.subarray(i, i + 0x8000));
  return btoa(out);
}

/** A PDF of one page that holds one picture, at its size in millimetres (PDF 1.4; pixels as Flate-packed RGB). */
const POINTS_PER_MM = 72 / 25.4;

export interface Picture {
  readonly width: number;
  readonly height: number;
  /** Red, green, blue per pixel. */
  readonly rgb: Uint8Array<ArrayBuffer>;
}

export async function pdfOf({ width, height, rgb }: Picture, widthMm: number): Promise<Blob> {
  const packed = await deflated(rgb);
  const [w, h] = [widthMm * POINTS_PER_MM, (widthMm * POINTS_PER_MM * height) / width];
  const size = `${w.toFixed(3)} 0 0 ${h.toFixed(3)} 0 0`;
  const draw = `q ${size} cm /P Do Q`;
  const objects: (string | Uint8Array<ArrayBuffer>)[][] = [
    ['<< /Type /Catalog /Pages 2 0 R >>'],
    ['<< /Type /Pages /Kids [3 0 R] /Count 1 >>'],
    [
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ${w.toFixed(3)} ${h.toFixed(3)}] /Contents 4 0 R /Resources << /XObject << /P 5 0 R >> >> >>`,
    ],
    [`<< /Length ${draw.length} >>\nstream\n${draw}\nendstream`],
    [
      `<< /Type /XObject /Subtype /Image /Width ${width} /Height ${height} /ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /FlateDecode /Length ${packed.length} >>\nstream\n`,
      packed,
      '\nendstream',
    ],
  ];
  const parts: (string | Uint8Array<ArrayBuffer>)[] = ['%PDF-1.4\n'];
  const sizeOf = (part: string | Uint8Array): number => part.length;
  let at = parts[0].length;
  const offsets = objects.map((content, i) => {
    const offset = at;
    const whole = [`${i + 1} 0 obj\n`, ...content, '\nendobj\n'];
    parts.push(...whole);
    at += whole.reduce((sum, part) => sum + sizeOf(part), 0);
    return offset;
  });
  const lines = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`);
  parts.push(
    `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${lines.join('')}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${at}\n%%EOF\n`,
  );
  return new Blob(parts, { type: 'application/pdf' });
}

/** The zlib format, which is what PDF calls Flate. */
async function deflated(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream('deflate'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

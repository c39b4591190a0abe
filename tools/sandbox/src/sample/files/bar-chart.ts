import { crc32, deflateSync } from "node:zlib";

const [barWidth, gap, height, margin] = [16, 6, 88, 8];
const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const [paper, bar, axis] = [0, 1, 2];
const colours = Buffer.from([255, 255, 255, 11, 110, 105, 135, 146, 155]);
const palettePixels = Buffer.from([8, 3, 0, 0, 0]);

/** A PNG that shows the values as bars over a line, the greatest as high as the picture. */
export function barChart(values: readonly number[]): Buffer {
  const width = 2 * margin + values.length * (barWidth + gap) - gap;
  const greatest = Math.max(1, ...values);
  const heights = values.map((value) => Math.round((value / greatest) * (height - 2 * margin)));
  const rows = Array.from({ length: height }, (_row, y) =>
    Buffer.from([0, ...Array.from({ length: width }, (_pixel, x) => colourAt(x, height - margin - y, heights))]),
  );
  const size = Buffer.alloc(8);
  size.writeUInt32BE(width, 0);
  size.writeUInt32BE(height, 4);
  return Buffer.concat([
    signature,
    chunk("IHDR", Buffer.concat([size, palettePixels])),
    chunk("PLTE", colours),
    chunk("IDAT", deflateSync(Buffer.concat(rows), { level: 9 })),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

function colourAt(x: number, above: number, heights: readonly number[]): number {
  if (above === 0) return axis;
  const along = x - margin;
  const isBetween = along < 0 || along % (barWidth + gap) >= barWidth;
  return !isBetween && above > 0 && above <= (heights[Math.floor(along / (barWidth + gap))] ?? 0) ? bar : paper;
}

function chunk(type: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const framed = Buffer.alloc(named.length + 8);
  framed.writeUInt32BE(data.length, 0);
  named.copy(framed, 4);
  framed.writeUInt32BE(crc32(named), named.length + 4);
  return framed;
}

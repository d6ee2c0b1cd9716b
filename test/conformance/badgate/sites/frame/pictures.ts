import { crc32, deflateSync } from 'node:zlib';

/** Numbers that look like chance, always the same for the same seed: 0 to 255. */
function grains(seed: number): () => number {
  let state = (seed * 0x9e3779b9) >>> 0 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state & 0xff;
  };
}

const WIDTH = 320;
const HEIGHT = 180;

/** Hills under a sky, in grains of grey: a PNG of 320 × 180, some 30 kB. */
export function drawPicture(seed: number): Uint8Array<ArrayBuffer> {
  const grain = grains(seed);
  const rows = Buffer.alloc(HEIGHT * (WIDTH + 1));
  for (let y = 0; y < HEIGHT; y++) {
    for (let x = 0; x < WIDTH; x++) {
      const ridge = HEIGHT * (0.55 + 0.15 * Math.sin(x / 40 + seed) + 0.05 * Math.sin(x / 9));
      rows[y * (WIDTH + 1) + 1 + x] = (y < ridge ? 210 - y / 2 : 60 + (y - ridge) / 3) + (grain() & 15);
    }
  }
  const head = Buffer.alloc(13);
  head.writeUInt32BE(WIDTH, 0);
  head.writeUInt32BE(HEIGHT, 4);
  head[8] = 8;
  const magic = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const parts = [magic, chunk('IHDR', head), chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0))];
  return new Uint8Array(Buffer.concat(parts));
}

function chunk(name: string, data: Uint8Array): Uint8Array {
  const named = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(named) >>> 0);
  return Buffer.concat([length, named, sum]);
}

/** Has the first bytes of an MP4 file and nothing that moves: 24 kB. */
export function makeFilm(seed: number): Uint8Array<ArrayBuffer> {
  const grain = grains(seed);
  const type = box('ftyp', Buffer.from('isom\0\0\u0002\0isomiso2mp41', 'latin1'));
  return new Uint8Array(Buffer.concat([type, box('mdat', Uint8Array.from({ length: 24_000 }, grain))]));
}

function box(name: string, data: Uint8Array): Uint8Array {
  const head = Buffer.alloc(8);
  head.writeUInt32BE(8 + data.length);
  head.write(name, 4, 'latin1');
  return Buffer.concat([head, data]);
}

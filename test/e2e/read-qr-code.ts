import type { Page } from 'playwright-core';
import decodeQR from 'qr/decode.js';

const SCALE = 4;

/** What a camera reads of the page's QR code. @throws when there is none, or it cannot be read */
export async function readQrCode(page: Page): Promise<string> {
  const side = Number((await page.locator('svg.qr').getAttribute('viewBox'))?.split(' ')[2]);
  const path = (await page.locator('svg.qr path').getAttribute('d')) ?? '';
  const width = side * SCALE;
  const data = new Uint8Array(width * width * 4).fill(255);
  for (const [, x, y, run] of path.matchAll(/M(\d+) (\d+)h(\d+)v1/g)) {
    for (let dy = 0; dy < SCALE; dy++) {
      const start = ((Number(y) * SCALE + dy) * width + Number(x) * SCALE) * 4;
      for (let at = 0; at < Number(run) * SCALE; at++) data.fill(0, start + at * 4, start + at * 4 + 3);
    }
  }
  return decodeQR({ width, height: width, data });
}

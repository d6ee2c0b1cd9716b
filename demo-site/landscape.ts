import type { Scene } from './scenes.ts';

const WIDTH = 1600;
const HEIGHT = 900;
const STEP = 10;

/**
 * Draws a landscape as SVG, 1600 × 900: sky, light, ridges one behind the other, sometimes water.
 * @param drift how far the eye has moved to the side, in pixels of the nearest ridge; the film is made of these.
 */
export function drawLandscape(scene: Scene, drift = 0): string {
  const { sky, light, horizon, hasWater, hasStars } = scene;
  const x = light.x * WIDTH;
  const y = light.y * HEIGHT;
  const radius = light.radius * WIDTH;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="xMidYMid slice">
<defs>
<linearGradient id="sky" x1="0" y1="0" x2="0" y2="1">${stops([
    [0, sky[0]],
    [0.62, sky[1]],
    [1, sky[2]],
  ])}</linearGradient>
<linearGradient id="water" x1="0" y1="0" x2="0" y2="1">${stops([
    [0, mix(sky[2], scene.far, 0.35)],
    [0.35, mix(sky[1], scene.near, 0.25)],
    [1, mix(sky[0], scene.near, 0.72)],
  ])}</linearGradient>
<radialGradient id="glow">${stops([
    [0, light.colour, 0.8],
    [0.18, light.colour, 0.38],
    [0.4, light.colour, 0.14],
    [0.7, light.colour, 0.03],
    [1, light.colour, 0],
  ])}</radialGradient>
<linearGradient id="mist" x1="0" y1="0" x2="0" y2="1">${stops([
    [0, sky[2], 0],
    [1, sky[2], 0.5],
  ])}</linearGradient>
</defs>
<rect width="${WIDTH}" height="${round(horizon * HEIGHT + 200)}" fill="url(#sky)"/>
${hasStars ? drawStars(scene) : ''}
<circle cx="${x}" cy="${round(y)}" r="${round(radius * 7)}" fill="url(#glow)"/>
<circle cx="${x}" cy="${round(y)}" r="${round(radius)}" fill="${light.colour}"/>
${drawRidges(scene, drift)}
${hasWater ? drawWater(scene) : ''}
</svg>
`;
}

function drawRidges(scene: Scene, drift: number): string {
  const { seed, ridges, horizon, relief, far, near, hasWater } = scene;
  // Where water lies in front, the land ends at its shore.
  const ground = hasWater ? horizon + 0.12 : 1;
  return Array.from({ length: ridges }, (_, i) => {
    const depth = (i + 1) / ridges;
    const base = HEIGHT * (horizon + (ground - horizon) * (hasWater ? depth : 0.72 * depth ** 1.3));
    const height = HEIGHT * relief * (hasWater ? 1.05 - 0.75 * depth : 1 - 0.35 * depth);
    const reach = 420 + 260 * depth;
    const points: string[] = [];
    for (let at = -STEP; at <= WIDTH + STEP; at += STEP) {
      const rise = ridge((at + drift * depth ** 2) / reach, seed + 7 * i, scene.ruggedness);
      points.push(`${at} ${round(base - height * rise)}`);
    }
    const bottom = hasWater ? round(ground * HEIGHT) : HEIGHT;
    const shape = `M-10 ${bottom}L${points.join('L')}L${WIDTH + 10} ${bottom}Z`;
    const mist = hasWater
      ? ''
      : `<rect y="${round(base - height * 0.35)}" width="${WIDTH}" height="${round(HEIGHT * 0.2)}" fill="url(#mist)" ` +
        `opacity="${round(0.75 * (1 - depth))}"/>`;
    return `<path d="${shape}" fill="${mix(far, near, depth ** 1.25 - (0.6 / ridges) * (1 - depth))}"/>${mist}`;
  }).join('\n');
}

/** The surface, the reflected light, and short strokes of it that widen towards the eye. */
function drawWater({ seed, horizon, light }: Scene): string {
  const top = round((horizon + 0.12) * HEIGHT);
  const depth = HEIGHT - top;
  const strokes = Array.from({ length: 46 }, (_, i) => {
    const near = (i + 1) / 46;
    const y = top + depth * near ** 1.7;
    const spread = 40 + 250 * near;
    const x = light.x * WIDTH + (random(seed + 300 + i) - 0.5) * spread * 1.5;
    const length = (0.25 + random(seed + 500 + i)) * spread * 0.8;
    return `M${round(x - length / 2)} ${round(y)}h${round(length)}`;
  });
  return (
    `<rect y="${top}" width="${WIDTH}" height="${depth}" fill="url(#water)"/>` +
    `<path d="${strokes.join('')}" stroke="${light.colour}" stroke-width="3" stroke-linecap="round" opacity="0.42"/>`
  );
}

function drawStars({ seed, horizon }: Scene): string {
  const stars = Array.from({ length: 140 }, (_, i) => {
    const y = random(seed + 900 + i) ** 1.4 * horizon * HEIGHT;
    const size = 0.7 + 1.3 * random(seed + 1300 + i) ** 3;
    return `<circle cx="${round(random(seed + 700 + i) * WIDTH)}" cy="${round(y)}" r="${round(size)}"/>`;
  });
  return `<g fill="#ffffff" opacity="0.75">${stars.join('')}</g>`;
}

/** The height of a ridge, about 0 to 1: long waves, and on rugged ones sharper and shorter ones on top. */
function ridge(x: number, seed: number, ruggedness: number): number {
  let height = noise(x, seed);
  let weight = 0.5;
  let reach = 2.1;
  for (let octave = 1; octave <= 6; octave++) {
    const wave = noise(x * reach, seed + 31 * octave);
    const sharp = 1 - Math.abs(2 * wave - 1);
    height += weight * ruggedness ** (octave / 2.2) * (ruggedness * sharp + (1 - ruggedness) * wave - 0.45);
    weight *= 0.52;
    reach *= 2.05;
  }
  return height;
}

/** Smooth noise from 0 to 1. */
function noise(x: number, seed: number): number {
  const cell = Math.floor(x);
  const part = x - cell;
  const ease = part * part * part * (part * (part * 6 - 15) + 10);
  return random(cell * 57 + seed * 131) * (1 - ease) + random((cell + 1) * 57 + seed * 131) * ease;
}

/** 0 to 1, always the same for the same number: these pictures hold no chance. */
function random(number: number): number {
  let mixed = Math.imul(number ^ 0x9e3779b9, 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return ((mixed ^ (mixed >>> 16)) >>> 0) / 2 ** 32;
}

function mix(from: string, to: string, share: number): string {
  const part = Math.min(1, Math.max(0, share));
  const channel = (colour: string, i: number): number => Number.parseInt(colour.slice(1 + 2 * i, 3 + 2 * i), 16);
  const mixed = [0, 1, 2].map((i) => Math.round(channel(from, i) * (1 - part) + channel(to, i) * part));
  return `#${mixed.map((value) => value.toString(16).padStart(2, '0')).join('')}`;
}

function stops(list: readonly (readonly [offset: number, colour: string, opacity?: number])[]): string {
  return list
    .map(
      ([offset, colour, opacity = 1]) => `<stop offset="${offset}" stop-color="${colour}" stop-opacity="${opacity}"/>`,
    )
    .join('');
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

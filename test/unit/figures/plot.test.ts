import { expect, it } from 'vitest';
import { plotLines } from '../../figures/plot.ts';

const line = {
  name: 'a < b',
  points: [
    { x: 1, y: 0.1, low: 0, high: 0.2 },
    { x: 100, y: 0.4 },
  ],
};

it('draws each point where its axes have it, and describes it in words', () => {
  const svg = plotLines({
    title: 'T',
    x: { name: 'people', scale: 'log' },
    y: { name: 'share', scale: 'linear', from: 0, to: 0.4 },
    lines: [line],
  });
  expect(svg).toContain('<desc>a &lt; b: 0.1 at 1, 0.4 at 100.</desc>');
  // From left to right two powers of ten, from bottom to top four tenths.
  expect(svg).toContain('<circle cx="64" cy="261.5"');
  expect(svg).toContain('<circle cx="700" cy="56"');
});

it('dashes a bound, and gives it no points', () => {
  const lines = [{ ...line, isBound: true }];
  const svg = plotLines({ title: 'T', x: { name: '', scale: 'linear' }, y: { name: '', scale: 'linear' }, lines });
  expect(svg).toContain('stroke-dasharray');
  expect(svg).not.toContain('<circle');
});

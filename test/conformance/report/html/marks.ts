import type { Outcome } from '../../checks/check.ts';
import type { RequirementState, Verdict, Weight } from '../../verdict/report.ts';
import { type Html, html, raw } from './markup.ts';

/** Shapes that differ without colour, in a square of 16. */
const SHAPES = {
  cross: '<path d="M3.5 3.5l9 9M12.5 3.5l-9 9"/>',
  diamond: '<path d="M8 1.8L14.2 8 8 14.2 1.8 8z"/>',
  tick: '<path d="M2.5 8.6l3.8 3.9 7.2-9"/>',
  half: '<circle cx="8" cy="8" r="6"/><path d="M8 2a6 6 0 0 1 0 12z" fill="currentColor" stroke="none"/>',
  pen: '<path d="M3 13l.8-3.4L11 2.4l2.6 2.6-7.2 7.2zM9.4 4l2.6 2.6"/>',
  ring: '<circle cx="8" cy="8" r="6" stroke-dasharray="2.6 2.1"/>',
  dash: '<path d="M3 8h10"/>',
  question: '<path d="M5.2 5.6a2.8 2.8 0 1 1 4.3 2.5C8.4 8.8 8 9.4 8 10.4M8 12.9v.5"/>',
  circle: '<circle cx="8" cy="8" r="3"/>',
} as const;

type Shape = keyof typeof SHAPES;
type Tone = 'bad' | 'doubt' | 'good' | 'plain';
type Mark = readonly [shape: Shape, tone: Tone];

export const STATE_MARKS: Readonly<Record<RequirementState, Mark>> = {
  broken: ['cross', 'bad'],
  'would-be-broken': ['diamond', 'bad'],
  met: ['tick', 'good'],
  'no-breach-seen': ['half', 'plain'],
  declared: ['pen', 'plain'],
  untested: ['ring', 'plain'],
  inapplicable: ['dash', 'plain'],
};

export const OUTCOME_MARKS: Readonly<Record<Outcome, Mark>> = {
  passed: ['tick', 'good'],
  failed: ['cross', 'bad'],
  'cannot-tell': ['question', 'plain'],
  inapplicable: ['dash', 'plain'],
  untested: ['ring', 'plain'],
};

export const WEIGHT_MARKS: Readonly<Record<Weight, Mark>> = {
  breach: ['cross', 'bad'],
  'would-breach': ['diamond', 'bad'],
  outside: ['circle', 'plain'],
};

/** A report never congratulates: that nothing was found is no more than that. */
export const VERDICT_MARKS: Readonly<Record<Verdict, Mark>> = {
  breach: ['cross', 'bad'],
  'no-breach': ['half', 'plain'],
  inconclusive: ['question', 'doubt'],
};

/** A sign and its word: the sign says nothing that the word does not. */
export function marked([shape, tone]: Mark, word: Html): Html {
  return html`<span class="mark ${tone}">${sign(shape)}<span>${word}</span></span>`;
}

const sign = (shape: Shape): Html =>
  raw(`<svg class="sign" viewBox="0 0 16 16" aria-hidden="true" focusable="false">${SHAPES[shape]}</svg>`);

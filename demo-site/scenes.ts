/** What a landscape is drawn from. Colours are `#rrggbb`; positions are fractions of width and height. */
export interface Scene {
  /** Picks the shapes. */
  readonly seed: number;
  /** From the zenith to the horizon. */
  readonly sky: readonly [string, string, string];
  /** The farthest ridge, and the nearest. */
  readonly far: string;
  readonly near: string;
  readonly light: { readonly x: number; readonly y: number; readonly radius: number; readonly colour: string };
  readonly ridges: number;
  readonly horizon: number;
  /** How high the ridges rise, and how rugged they are, from 0 to 1. */
  readonly relief: number;
  readonly ruggedness: number;
  /** Water in front, which takes the colours of the sky. */
  readonly hasWater: boolean;
  readonly hasStars: boolean;
}

/** The pictures of the films, in their order: landscapes, so that anyone may look at this site. */
export const SCENES: readonly Scene[] = [
  {
    seed: 11,
    sky: ['#7fa3b8', '#e3cfc0', '#f6e3cf'],
    far: '#b9b6bd',
    near: '#2c3b44',
    light: { x: 0.68, y: 0.42, radius: 0.035, colour: '#fff6e2' },
    ridges: 6,
    horizon: 0.52,
    relief: 0.2,
    ruggedness: 0.55,
    hasWater: false,
    hasStars: false,
  },
  {
    seed: 23,
    sky: ['#30506b', '#7f9bab', '#dbe0dc'],
    far: '#a9bac0',
    near: '#1d3338',
    light: { x: 0.3, y: 0.3, radius: 0.03, colour: '#f7f5ec' },
    ridges: 4,
    horizon: 0.5,
    relief: 0.17,
    ruggedness: 0.4,
    hasWater: true,
    hasStars: false,
  },
  {
    seed: 37,
    sky: ['#33304f', '#a4596b', '#f3b488'],
    far: '#a9657a',
    near: '#1b1626',
    light: { x: 0.56, y: 0.47, radius: 0.05, colour: '#ffe3b3' },
    ridges: 5,
    horizon: 0.5,
    relief: 0.14,
    ruggedness: 0.35,
    hasWater: true,
    hasStars: false,
  },
  {
    seed: 41,
    sky: ['#0c1526', '#1f3350', '#4a6076'],
    far: '#3b5067',
    near: '#0a1119',
    light: { x: 0.74, y: 0.24, radius: 0.032, colour: '#eef1ea' },
    ridges: 6,
    horizon: 0.54,
    relief: 0.24,
    ruggedness: 0.75,
    hasWater: false,
    hasStars: true,
  },
  {
    seed: 59,
    sky: ['#c9b48a', '#e5cf9f', '#f3e6c4'],
    far: '#d0ac7c',
    near: '#5d3a26',
    light: { x: 0.4, y: 0.34, radius: 0.042, colour: '#fff8e0' },
    ridges: 6,
    horizon: 0.58,
    relief: 0.11,
    ruggedness: 0.08,
    hasWater: false,
    hasStars: false,
  },
  {
    seed: 67,
    sky: ['#93a7b5', '#c6d0d5', '#e9ebe9'],
    far: '#c3ced5',
    near: '#4b5f6c',
    light: { x: 0.22, y: 0.38, radius: 0.03, colour: '#ffffff' },
    ridges: 5,
    horizon: 0.48,
    relief: 0.28,
    ruggedness: 0.9,
    hasWater: false,
    hasStars: false,
  },
];

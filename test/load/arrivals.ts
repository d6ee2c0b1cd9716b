/**
 * Moments of a Poisson process: people who know nothing of each other.
 * @param rate each second. @param random from 0 to 1. @returns milliseconds from the beginning, rising.
 */
export function drawArrivals(rate: number, seconds: number, random: () => number): number[] {
  const moments: number[] = [];
  for (let at = draw(rate, random); at < 1000 * seconds; at += draw(rate, random)) moments.push(at);
  return moments;
}

const draw = (rate: number, random: () => number): number => (-1000 * Math.log(1 - random())) / rate;

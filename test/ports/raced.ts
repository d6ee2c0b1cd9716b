import { upTo } from './figures.ts';

/**
 * What two processes race for in a place: more of it would only take longer, and in workerd each is a call.
 * @param place as for `openPlace`.
 */
export function raced(place: string): number[] {
  return upTo(place.startsWith('http') ? 200 : 2000);
}

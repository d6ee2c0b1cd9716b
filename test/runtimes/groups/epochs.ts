import { calendarOf, check, type ErrorCode, epochAt, isWithin, refuseAs, startOf } from '@bauta/sdk/protocol';
import { same } from '../case.ts';
import type { SpecFile } from '../material.ts';
import type { WriteGroups } from '../write-groups.ts';

type Span = 'signs' | 'asks' | 'accepted' | 'presents';

interface EpochCase {
  readonly epoch: string;
  readonly start?: number;
  readonly windows?: object;
  readonly now?: number;
  readonly window?: Span;
}

const REFUSES: Readonly<Record<Span, ErrorCode>> = {
  signs: 'ERR_SLOT',
  asks: 'ERR_SLOT',
  accepted: 'ERR_TOKEN_WINDOW',
  presents: 'ERR_STOCK_EMPTY',
};

function judge({ epoch, start, windows, now = 0, window }: EpochCase): unknown {
  if (windows !== undefined) return same([startOf(epoch), calendarOf(epoch)], [start, windows]);
  if (window === undefined) return same(epochAt(now), epoch);
  const code = REFUSES[window];
  check(isWithin(now, refuseAs(code, () => calendarOf(epoch))[window]), code);
  return window;
}

export const epochs: WriteGroups = ({ spec }) => {
  const { cases } = spec['epoch-windows'] as SpecFile<EpochCase>;
  return [
    {
      name: 'spec/vectors/epoch-windows.json',
      cases: cases.map((one) => ({ name: one.id, expected: one.result, run: () => judge(one) })),
    },
  ];
};

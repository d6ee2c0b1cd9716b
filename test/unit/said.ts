/** What a command said, beside what it says it with. */
export interface Said {
  out: string;
  err: string;
}

export function listen(): {
  readonly said: Said;
  readonly print: (text: string) => void;
  readonly complain: (text: string) => void;
} {
  const said: Said = { out: '', err: '' };
  return {
    said,
    print: (text) => {
      said.out += text;
    },
    complain: (text) => {
      said.err += text;
    },
  };
}

/** A line for a shell that asks the same. `headers` in lower case; the body is not shown unless told. */
export function curlLine(
  url: string,
  {
    headers = {},
    method,
    shows = 'all',
  }: { headers?: Readonly<Record<string, string>>; method?: string; shows?: 'all' | 'headers' } = {},
): string {
  const isHead = method === 'HEAD';
  const asked = method === undefined || isHead ? [] : ['-X', method];
  const sent = Object.entries(headers).flatMap(([name, value]) => ['-H', quote(`${name}: ${value}`)]);
  const shown = isHead ? ['-I'] : shows === 'headers' ? ['-D', '-', '-o', '/dev/null'] : ['-i'];
  return ['curl', '-sS', ...shown, ...asked, ...sent, quote(url)].join(' ');
}

/** For a POSIX shell: what a site chose to be called cannot become a command. */
function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`).replace(/\p{Cc}/gu, '')}'`;
}

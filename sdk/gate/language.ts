/**
 * The language that a visitor reads best (RFC 9110 §12.5.4), of those there are.
 * @param accepted the `Accept-Language` header. @param available the first is for whoever reads none of them.
 */
export function chooseLanguage<L extends string>(accepted: string | null, available: readonly [L, ...L[]]): L {
  const ranked = (accepted ?? '')
    .split(',')
    .map((item) => {
      const [range = '', ...parameters] = item.split(';').map((part) => part.trim().toLowerCase());
      const quality = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2);
      return { language: range.split('-')[0], quality: quality === undefined ? 1 : Number(quality) };
    })
    .filter(({ quality }) => quality > 0)
    .sort((a, b) => b.quality - a.quality);
  for (const { language } of ranked) {
    const found = available.find((one) => one === language);
    if (found !== undefined) return found;
  }
  return available[0];
}

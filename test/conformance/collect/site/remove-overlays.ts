/** Runs in the page: takes away whatever lies over it and whatever blurs or hides, as anyone can with a browser's own tools. */
export function removeOverlays(): void {
  const named = /age|gate|overlay|modal|verif|disclaimer|backdrop|consent|blur|popup|lightbox/i;
  const isOver = (element: HTMLElement) => {
    if (element.matches('dialog, [role=dialog], [role=alertdialog], [aria-modal=true]')) return true;
    const { position, zIndex } = getComputedStyle(element);
    if (!/fixed|absolute/.test(position)) return false;
    const { width, height } = element.getBoundingClientRect();
    const isWide = width * height >= 0.3 * innerWidth * innerHeight;
    const isFrame = element.tagName === 'IFRAME';
    return (
      isWide &&
      (position === 'fixed' || isFrame || Number(zIndex) >= 10 || named.test(`${element.id} ${element.className}`))
    );
  };
  // What holds most of the page's text and pictures is the page.
  const weigh = (element: Element) =>
    (element.textContent ?? '').length + 500 * element.querySelectorAll('img, video').length;
  const whole = weigh(document.body);
  for (const element of document.querySelectorAll<HTMLElement>('body *')) {
    if (element.isConnected && isOver(element) && weigh(element) <= 0.7 * whole) element.remove();
  }
  const styles: [string, string][] = [
    ['filter', 'none'],
    ['backdrop-filter', 'none'],
    ['opacity', '1'],
    ['pointer-events', 'auto'],
    ['user-select', 'auto'],
    ['visibility', 'visible'],
  ];
  for (const element of document.querySelectorAll<HTMLElement>('html, body, body *')) {
    const now = getComputedStyle(element);
    const isKept =
      now.filter !== 'none' || Number(now.opacity) < 1 || now.visibility === 'hidden' || now.pointerEvents === 'none';
    if (isKept) for (const [name, value] of styles) element.style.setProperty(name, value, 'important');
    // A page that is hidden whole until somebody says yes.
    if (now.display === 'none' && weigh(element) >= 0.3 * whole && whole > 0)
      element.style.setProperty('display', 'block', 'important');
    element.inert = false;
    for (const name of ['src', 'srcset', 'poster']) {
      const kept = element.getAttribute(`data-${name}`);
      if (kept && element.matches('img, video, source')) element.setAttribute(name, kept);
    }
  }
  for (const element of [document.documentElement, document.body])
    element.style.setProperty('overflow', 'auto', 'important');
}

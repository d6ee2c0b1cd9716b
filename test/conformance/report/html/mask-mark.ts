/** The bauta in three strokes, the contour and two eyes, as inline SVG in the colour of the text around it: as `@bauta/sdk/gate` has it. */
export const maskMark: string =
  '<svg viewBox="0 0 48 48" fill="none" stroke="currentColor" stroke-width="2.4" stroke-linecap="round" ' +
  'stroke-linejoin="round" aria-hidden="true">' +
  '<path d="M10.4 11.6C10.4 8.8 11.8 7.6 14 7 20.4 5.2 27.6 5.2 34 7 36.2 7.6 37.6 8.8 37.6 11.6 37.6 18.6 38.2 24 40.2 ' +
  '29.2 41.2 31.8 42.4 33.8 43.4 35.6 35.6 36.2 28.6 38.6 24 43.8 19.4 38.6 12.4 36.2 4.6 35.6 5.6 33.8 6.8 31.8 7.8 29.2 ' +
  '9.8 24 10.4 18.6 10.4 11.6Z"/>' +
  '<path d="M13.8 20.6C15.7 17 20 16.8 21.8 20.4 19.6 22.6 16 22.6 13.8 20.6Z"/>' +
  '<path d="M34.2 20.6C32.3 17 28 16.8 26.2 20.4 28.4 22.6 32 22.6 34.2 20.6Z"/>' +
  '</svg>';

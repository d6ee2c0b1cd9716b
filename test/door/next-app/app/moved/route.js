export const GET = () =>
  new Response('what-is-behind-the-door', {
    status: 302,
    headers: { location: '/', 'cdn-cache-control': 'max-age=60' },
  });

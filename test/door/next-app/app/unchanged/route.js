export const GET = () => new Response(null, { status: 304, headers: { 'cache-control': 'public' } });

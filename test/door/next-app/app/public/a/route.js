export const GET = () => new Response('open to everyone');

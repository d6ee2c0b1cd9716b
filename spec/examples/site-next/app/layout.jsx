export default function Layout({ children }) {
  return (
    <html lang="en">
      <body>
        <script src="/_age/beat.js" defer></script>
        {children}
      </body>
    </html>
  );
}

// Chromium on a machine without a language calls its own "en-US@posix", which is none, and the charts do not begin.
// Then the language of the page takes its place.
try {
  new Intl.NumberFormat(navigator.language);
} catch {
  Object.defineProperty(navigator, "language", { get: () => document.documentElement.lang });
}

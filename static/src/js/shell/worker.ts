// The service worker keeps the shell and the offline pages. A new version never reloads a page that is open.
export function startWorker(): void {
  if (!("serviceWorker" in navigator)) return;
  addEventListener("load", () => void navigator.serviceWorker.register("/sw.js").catch(() => undefined));
}

/** The offline page speaks the language last seen. A page that was swapped in is no navigation, so it is told here. */
export function tellLanguage(): void {
  const { lang } = document.documentElement;
  void navigator.serviceWorker?.ready.then((kept) => kept.active?.postMessage({ lang }));
}

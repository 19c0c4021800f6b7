// [data-offline-note]: shown while there is no signal.
export function showOffline(): void {
  for (const note of document.querySelectorAll<HTMLElement>("[data-offline-note]")) note.hidden = navigator.onLine;
}

export function startOffline(): void {
  addEventListener("online", showOffline);
  addEventListener("offline", showOffline);
}

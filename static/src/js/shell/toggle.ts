/** Shows a button's other label: [data-before] while off, [data-after] while on. */
export function showLabel(button: Element, on: boolean): void {
  button.querySelector("[data-before]")?.toggleAttribute("hidden", on);
  button.querySelector("[data-after]")?.toggleAttribute("hidden", !on);
}

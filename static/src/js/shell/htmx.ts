// htmx reads its settings from the page's meta tag; one place imports it, so the bundle holds it once.
import htmx from "htmx.org";

export default htmx;

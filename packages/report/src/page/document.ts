import { type Html, html, trusted } from "./html.ts";
import { style } from "./style.ts";

/** A page that needs nothing beside itself: no script, no network, which its policy enforces. */
export const document = (title: string, main: Html): string =>
  html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta
          http-equiv="Content-Security-Policy"
          content="default-src 'none'; style-src 'unsafe-inline'; img-src data:"
        />
        <title>${title} · Tweedie</title>
        <style>
          ${trusted(style)}
        </style>
      </head>
      <body>
        <main>${main}</main>
      </body>
    </html> `.markup;

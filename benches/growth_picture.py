"""The picture of the growth, as SVG: a bar for each measured ratio, and a mark where linear growth would be."""

import html

WIDTH, ROW, LEFT, RIGHT = 760, 44, 210, 60


def draw(bars, place):
    """`bars` are what was measured, how it grew (`frames x2`), and the ratio: median, least, most."""
    furthest = max(max(float(grown.rpartition("x")[2]), most) for _, grown, _, _, most in bars)
    x = lambda value: LEFT + value / furthest * (WIDTH - LEFT - RIGHT)
    height = 70 + ROW * len(bars)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" font-family="sans-serif" font-size="15">',
        f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>',
        '<text x="16" y="28" font-size="17" font-weight="bold" fill="#222222">Processor time, times that of the base</text>',
    ]
    for n, (what, grown, middle, least, most) in enumerate(bars):
        y = 50 + n * ROW
        linear = float(grown.rpartition("x")[2])
        color = "#3b6fb6" if what == "film" else "#c77b30"
        parts += [
            f'<text x="{LEFT - 12}" y="{y + 20}" text-anchor="end" fill="#222222">{html.escape(what)}, '
            f'{html.escape(grown.replace("x", "×"))}</text>',
            f'<rect x="{LEFT}" y="{y + 4}" width="{x(middle) - LEFT:.1f}" height="22" fill="{color}"/>',
            f'<path d="M{x(least):.1f} {y + 15}H{x(most):.1f}" stroke="#222222" stroke-width="2"/>',
            f'<path d="M{x(linear):.1f} {y}v30" stroke="#777777" stroke-width="2" stroke-dasharray="4 3"/>',
            f'<text x="{x(max(most, middle)) + 6:.1f}" y="{y + 20}" fill="#222222">{middle:.2f}</text>',
        ]
    parts += [f'<text x="{LEFT}" y="{height - 8}" font-size="13" fill="#555555">dashed: in proportion; line: least to most '
              "of all rounds</text>", "</svg>"]
    place.write_text("\n".join(parts) + "\n")

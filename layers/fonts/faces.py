"""Makes the faces of this folder from those of the packages that README.md names.

python faces.py NPM DEB: the folders that the packages are unpacked in. Needs fonttools and brotli.
"""

import sys
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTCollection, TTFont

HERE = Path(__file__).parent

# Joiners, the dotted circle under a mark without a letter, and dandas that several scripts share.
SHARED = [(0x200C, 0x200D), (0x25CC, 0x25CC), (0x964, 0x965)]

# Each with Regular; with Bold where titles are likely to be in it and it is small.
SCRIPTS = {
    "Arabic": ("arabic", [(0x600, 0x6FF), (0x750, 0x77F), (0x870, 0x8FF), (0xFB50, 0xFDFF), (0xFE70, 0xFEFC)]),
    "Armenian": ("armenian", [(0x530, 0x58F), (0xFB13, 0xFB17)]),
    "Bengali": ("bengali", [(0x980, 0x9FF)]),
    "Devanagari": ("devanagari", [(0x900, 0x97F), (0xA8E0, 0xA8FF), (0x1CD0, 0x1CFF)]),
    "Ethiopic": ("ethiopic", [(0x1200, 0x139F), (0x2D80, 0x2DDF)]),
    "Georgian": ("georgian", [(0x10A0, 0x10FF), (0x1C90, 0x1CBF), (0x2D00, 0x2D2F)]),
    "Gujarati": ("gujarati", [(0xA80, 0xAFF)]),
    "Gurmukhi": ("gurmukhi", [(0xA00, 0xA7F)]),
    "Hebrew": ("hebrew", [(0x590, 0x5FF), (0xFB1D, 0xFB4F)]),
    "Kannada": ("kannada", [(0xC80, 0xCFF)]),
    "Khmer": ("khmer", [(0x1780, 0x17FF), (0x19E0, 0x19FF)]),
    "Lao": ("lao", [(0xE80, 0xEFF)]),
    "Malayalam": ("malayalam", [(0xD00, 0xD7F)]),
    "Myanmar": ("myanmar", [(0x1000, 0x109F)]),
    "Sinhala": ("sinhala", [(0xD80, 0xDFF)]),
    "Tamil": ("tamil", [(0xB80, 0xBFF)]),
    "Telugu": ("telugu", [(0xC00, 0xC7F)]),
    "Thai": ("thai", [(0xE00, 0xE7F)]),
}
BOLD = {"Arabic", "Devanagari", "Hebrew", "Thai"}


def ranges(*pairs):
    return {code for first, last in pairs for code in range(first, last + 1)}


def in_codec(codec):
    """The ideographs that a character set of old has."""

    def has(code):
        try:
            chr(code).encode(codec)
        except UnicodeEncodeError:
            return False
        return True

    han = ranges((0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x3400, 0x4DBF), (0x20000, 0x2A6DF))
    return {code for code in han if has(code)}


def cut(font, codes, features, target):
    options = Options()
    options.hinting = False
    options.layout_features = features
    options.notdef_outline = True
    options.name_IDs = ["*"]
    options.name_languages = [0x409]
    # So that the same faces give the same files.
    options.canonical_order = True
    font.recalcTimestamp = False
    cutter = Subsetter(options)
    cutter.populate(unicodes=codes & set(font.getBestCmap()))
    cutter.subset(font)
    font.save(HERE / target)
    print(f"{target}  {len(font.getBestCmap())} characters, {(HERE / target).stat().st_size:,} bytes")


def main(npm, deb):
    for name, (package, blocks) in SCRIPTS.items():
        for style in ["400Regular", "700Bold"] if name in BOLD else ["400Regular"]:
            (source,) = Path(npm).glob(f"**/noto-sans-{package}-*/**/{style}/*.ttf")
            target = f"NotoSans{name}-{style[3:]}.ttf"
            cut(TTFont(source), ranges(*blocks, *SHARED), ["*"], target)
    (source,) = Path(npm).glob("**/noto-emoji-*/**/400Regular/*.ttf")
    cut(TTFont(source), set(TTFont(source).getBestCmap()) - ranges((0x80, 0x24F)), ["*"], "NotoEmoji-Regular.ttf")

    # Its name comes first, so that an emoji is in color where it can be.
    (source,) = Path(npm).glob("**/twemoji/**/twemoji.woff2")
    font = TTFont(source)
    font.flavor = None
    cut(font, set(font.getBestCmap()) - ranges((0x80, 0x24F)), ["*"], "ColorEmoji-Twemoji.ttf")

    # A face for each way of writing, so that a name is drawn in the forms of its own readers: the
    # program takes the face that has most of a name, and of equal ones the first by file name.
    simplified, traditional = in_codec("gb2312"), in_codec("big5")
    # The last one is in no set of old, and in many names.
    japanese = in_codec("cp932") | in_codec("shift_jis_2004") | {0x20BB7}
    rare = ranges((0x4E00, 0x9FFF)) - simplified - traditional - japanese
    signs = ranges((0x3000, 0x303F), (0xFF01, 0xFF60), (0xFFE0, 0xFFE6))
    kana = ranges((0x3040, 0x30FF), (0x31F0, 0x31FF), (0xFF61, 0xFF9F))
    hangul = ranges((0xAC00, 0xD7A3), (0x3131, 0x318E))
    bopomofo = ranges((0x3105, 0x312F), (0x31A0, 0x31BF))
    cjk = {
        "1-Simplified": ("SC", simplified | signs),
        "2-Traditional": ("TC", traditional | bopomofo | signs),
        "3-Japanese": ("JP", japanese | kana | signs),
        "4-Korean": ("KR", hangul | signs),
        "5-Rare": ("SC", rare),
    }
    (source,) = Path(deb).glob("**/NotoSansCJK-Regular.ttc")
    for name, (region, codes) in cjk.items():
        fonts = TTCollection(source, lazy=True).fonts
        (font,) = [font for font in fonts if font["name"].getDebugName(4) == f"Noto Sans CJK {region}"]
        cut(font, codes, [], f"NotoSansCJK-{name}.otf")


main(*sys.argv[1:])

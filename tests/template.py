"""What the tests of the template need of Python: the template as CloudFormation gets it, and its patterns.

template.py expand < {parameter: value}        prints {"source": ..., "expanded": ...}
template.py match < [[pattern, text], ...]     prints [true or false, ...]
"""

import json
import logging
import re
import sys
from pathlib import Path

from samtranslator.translator.transform import transform
from samtranslator.yaml_helper import yaml_parse

TEMPLATE = Path(__file__).parent.parent / "template.yaml"


class NoManagedPolicies:
    """There is nothing to look up in AWS: the template has no managed policies."""

    def load(self):
        return {}


def expand(parameters):
    # `sam package` puts addresses in S3 in place of the folders.
    template = yaml_parse(TEMPLATE.read_text())
    for name, resource in template["Resources"].items():
        for place in ("CodeUri", "ContentUri"):
            if place in resource.get("Properties", {}):
                resource["Properties"][place] = f"s3://artifacts/{name}.zip"
    source = yaml_parse(TEMPLATE.read_text())
    return {"source": source, "expanded": transform(template, parameters, NoManagedPolicies())}


def match(pairs):
    return [re.fullmatch(pattern, text) is not None for pattern, text in pairs]


if __name__ == "__main__":
    logging.disable(logging.WARNING)
    print(json.dumps({"expand": expand, "match": match}[sys.argv[1]](json.load(sys.stdin))))

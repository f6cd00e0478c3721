"""What the tests of the template need of Python: the template as CloudFormation gets it, and its patterns.

template.py expand < {parameter: value}        prints {"source": ..., "expanded": ...}
template.py lint                               what statelint says of the state machine, if anything
template.py match < [[pattern, text], ...]     prints [true or false, ...]
"""

import json
import logging
import os
import re
import subprocess
import sys
import tempfile
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


# What the public specification of the language, which statelint holds, lacks of what Step Functions documents.
NOT_IN_THE_SPECIFICATION = {
    'Field "Label" not allowed in State Machine.States.MakeFilms',
    'Field "InputType" not allowed in State Machine.States.MakeFilms.ItemReader.ReaderConfig',
}


def machine():
    """The definition of the state machine, as Step Functions gets it."""
    needed = {"JobBucket": "jobs", "JobPrefix": "out/", "TimeZone": "UTC"}
    properties = expand(needed)["expanded"]["Resources"]["FleetMachine"]["Properties"]
    definition = json.dumps(properties["Definition"])
    for name in properties["DefinitionSubstitutions"]:
        definition = definition.replace(f"${{{name}}}", "arn:aws:lambda:eu-west-1:111122223333:function:race")
    return definition


def lint():
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        file.write(machine())
        file.flush()
        told = subprocess.run(
            [Path(sys.executable).with_name("statelint"), file.name], capture_output=True, text=True
        )
    lines = {line.strip() for line in (told.stdout + told.stderr).splitlines() if line.strip()}
    wrong = {line for line in lines - NOT_IN_THE_SPECIFICATION if not re.fullmatch(r"(\d+ errors|One error):", line)}
    # Where statelint learns the two, they are to go.
    if wrong or not NOT_IN_THE_SPECIFICATION <= lines:
        sys.exit("statelint: " + "\n".join(sorted(wrong or lines or {"nothing at all"})))


def match(pairs):
    return [re.fullmatch(pattern, text) is not None for pattern, text in pairs]


if __name__ == "__main__":
    logging.disable(logging.WARNING)
    # SAM's translator wants a region.
    os.environ.setdefault("AWS_DEFAULT_REGION", "eu-west-1")
    if sys.argv[1:] == ["lint"]:
        sys.exit(lint())
    print(json.dumps({"expand": expand, "match": match}[sys.argv[1]](json.load(sys.stdin))))

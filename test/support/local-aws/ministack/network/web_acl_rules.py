"""What AWS WAF refuses of a web ACL's rules."""

import json
from pathlib import Path

from ministack.services import waf

FACTS = Path(__file__).parents[5] / "compiler" / "facts" / "managed-rule-groups.json"
GROUPS = json.loads(FACTS.read_text())["groups"]
# https://docs.aws.amazon.com/waf/latest/developerguide/limits.html
MOST_RATE_LIMITS = 10
MOST_REFERENCES = 50
WINDOWS = (60, 120, 300, 600)


def check_web_acl(props):
    rules = props.get("Rules", [])
    check_unique(rules, "Name", "WAFDuplicateItemException: two rules have one name")
    check_unique(rules, "Priority", "Error reason: You have used the same priority in two rules")
    for rule in rules:
        check_action(rule)
        check_statement(rule["Statement"])
    check_count(rules, MOST_RATE_LIMITS, ("RateBasedStatement",))
    check_count(rules, MOST_REFERENCES, ("IPSetReferenceStatement", "ManagedRuleGroupStatement"))


def check_unique(rules, key, message):
    if len({rule[key] for rule in rules}) < len(rules):
        raise ValueError(message)


def check_action(rule):
    """A rule of a group has its action from the group, and only that can be overridden."""
    wanted = "OverrideAction" if "ManagedRuleGroupStatement" in rule["Statement"] else "Action"
    found = [key for key in ("Action", "OverrideAction") if key in rule]
    allowed = ("None", "Count") if wanted == "OverrideAction" else ("Allow", "Block", "Count")
    if found != [wanted] or len(rule[wanted]) != 1 or next(iter(rule[wanted])) not in allowed:
        refuse(f"RULE_ACTION of {rule['Name']}")


def check_statement(statement, depth=0):
    if len(statement) != 1:
        refuse("EXACTLY_ONE_CONDITION_REQUIRED")
    [(kind, body)] = statement.items()
    if kind not in CHECKS or (depth > 0 and kind in ONLY_ALONE):
        refuse(f"{kind} in a statement")
    CHECKS[kind](body, depth)


def check_ip_set(body, _depth):
    if not any(ip_set["ARN"] == body["Arn"] for ip_set in waf._ip_sets.values()):
        raise ValueError("AWS WAF couldn't perform the operation because your resource doesn't exist.")


def check_several(body, depth):
    if len(body["Statements"]) < 2:
        refuse("You haven't met a minimum requirement for a threshold setting")
    for statement in body["Statements"]:
        check_statement(statement, depth + 1)


def check_text(body, _depth):
    priorities = [each["Priority"] for each in body["TextTransformations"]]
    if not priorities or len(set(priorities)) < len(priorities) or not 0 < len(body["SearchString"]) <= 200:
        refuse("BYTE_MATCH_STATEMENT")


def check_rate(body, depth):
    is_forwarded = body["AggregateKeyType"] == "FORWARDED_IP"
    if not 10 <= int(body["Limit"]) <= 2_000_000_000 or int(body.get("EvaluationWindowSec", 300)) not in WINDOWS:
        refuse("RATE_BASED_STATEMENT")
    if is_forwarded != ("ForwardedIPConfig" in body):
        refuse("A required field is missing from the parameter")
    if "ScopeDownStatement" in body:
        check_statement(body["ScopeDownStatement"], depth + 1)


def check_group(body, _depth):
    group = GROUPS.get(body["Name"]) if body["VendorName"] == "AWS" else None
    if not group or ("Version" in body and not group["versions"]):
        raise ValueError("AWS WAF couldn't perform the operation because your resource doesn't exist.")
    is_bot_control = body["Name"] == "AWSManagedRulesBotControlRuleSet"
    if is_bot_control != ("ManagedRuleGroupConfigs" in body):
        refuse("MANAGED_RULE_GROUP_CONFIG")


CHECKS = {
    "IPSetReferenceStatement": check_ip_set,
    "NotStatement": lambda body, depth: check_statement(body["Statement"], depth + 1),
    "OrStatement": check_several,
    "AndStatement": check_several,
    "ByteMatchStatement": check_text,
    "RateBasedStatement": check_rate,
    "ManagedRuleGroupStatement": check_group,
}
ONLY_ALONE = ("RateBasedStatement", "ManagedRuleGroupStatement")


def check_count(rules, most, kinds):
    text = json.dumps(rules)
    if sum(text.count(f'"{kind}"') for kind in kinds) > most:
        raise ValueError("WAFLimitsExceededException: AWS WAF couldn't perform the operation")


def refuse(what):
    raise ValueError(f"Error reason: The parameter contains formatting that is not valid., field: {what}")

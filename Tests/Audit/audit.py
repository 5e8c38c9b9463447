#!/usr/bin/env python3
"""Reads what a simulation left behind and looks for a broken rule, a lost contact or a telephone rung twice.

Written apart from the engine: it knows the scenario, the rule file and the tables, and nothing of the program.
usage: audit.py SCENARIO.yml FOLDER     prints a line for each fault, "CODE: sentence", and exits with 1 where there is any
"""

import bisect
import collections
import datetime
import os
import re
import sqlite3
import sys
import zoneinfo

import yaml

DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
UNITS = {"second": 1, "minute": 60, "hour": 3600, "day": 86400}
# A try that ended so was ours or the network's trouble, and nobody's telephone rang.
NOT_COUNTED = {"congestion", "trunkTrouble", "cancelled"}
SPELLING = {"noAnswer": "no-answer", "trunkTrouble": "trunk-trouble"}
# A person who waits longer for an agent counts as abandoned; milliseconds.
PATIENCE = 2_000
# So much of an agent's time a crash may take.
BEAT = 10_000
DEFAULT_RETRY = {
    "busy": ("15 minutes", 3), "no-answer": ("3 hours", 3), "unreachable": ("6 hours", 3), "not-heard": ("24 hours", 2),
    "failed": ("1 hour", 2), "interrupted": ("24 hours", 2), "congestion": ("5 minutes", 12),
    "trunk-trouble": ("1 minute", 60), "cancelled": ("1 minute", 60),
}


def milliseconds(text):
    count, unit = str(text).split()
    return int(float(count) * UNITS[unit.rstrip("s")] * 1000)


def minute(text):
    if isinstance(text, int):  # YAML 1.1 reads 08:30 without quotes as a number to the base of 60
        return text
    hour, minutes = text.split(":")
    return int(hour) * 60 + int(minutes)


def week(text):
    """The open minutes of each weekday, as lists of pairs."""
    hours = [[] for _ in DAYS]
    for clause in text.split(","):
        words = clause.split()
        days = range(7)
        if words[0][0].isalpha():
            ends = [DAYS.index(name) for name in words.pop(0).split("-")]
            days = [day % 7 for day in range(ends[0], ends[0] + (ends[-1] - ends[0]) % 7 + 1)]
        for day in days:
            hours[day] += [tuple(minute(end) for end in word.split("-")) for word in words]
    return hours


def is_open(hours, local):
    now = local.hour * 60 + local.minute
    return any(opens <= now < closes for opens, closes in hours[local.weekday()])


def holds(regions, region):
    """Whether a rule of these regions holds for somebody in `region`."""
    return not regions or any(
        rule == region or (rule[:2] == region[:2] and (len(rule) == 2 or len(region) == 2)) for rule in regions)


def rules_of(path):
    document = yaml.safe_load(open(path, encoding="utf-8"))
    rules = {}
    if "based-on" in document:
        rules = rules_of(os.path.join(os.path.dirname(path), document["based-on"] + ".yml"))
    for name, rule in document["rules"].items():
        if rule == "never":
            del rules[name]
        else:
            rules[name] = rule
    return rules


class Limit:
    """At most so many calls of a kind in a rolling stretch of time."""

    def __init__(self, name, rule):
        self.name, self.regions, self.purposes = name, rule.get("in", []), rule.get("for")
        figure = rule.get("limit") or rule["pause"]
        self.most = figure.get("most", 1)
        self.event = (figure.get("of") or figure["after"]).rstrip("s")
        self.subject = figure["to"]
        self.within = milliseconds(figure.get("within") or figure.get("for"))
        self.counting = figure.get("counting", ["dunning", "service", "notification"])
        self.past = collections.defaultdict(collections.deque)

    def counts(self, call, now):
        if call["purpose"] not in self.counting or call["outcome"] in NOT_COUNTED:
            return False
        if self.event == "attempt":
            return True
        # What became of a call is known when it is over.
        if call["outcome"] != "answered" or call["finishedAt"] > now:
            return False
        return self.event == "answered-call" or (self.event == "conversation" and call["answeredBy"] == "person")

    def check(self, call):
        """How many there were before this one, where that is too many."""
        past = self.past[call[self.subject]]
        now = call["openedAt"]
        while past and past[0]["openedAt"] + self.within <= now:
            past.popleft()
        binds = call["purpose"] in (self.purposes or ["dunning", "service", "notification"])
        count = 0
        if binds and holds(self.regions, call["region"]):
            count = sum(1 for other in past if self.counts(other, now))
        past.append(call)
        return count if count >= self.most else None


class Audit:
    def __init__(self, scenario, folder):
        self.scenario = yaml.safe_load(open(scenario, encoding="utf-8"))
        self.rules = rules_of(os.path.join(os.path.dirname(scenario), self.scenario["rules"]))
        self.campaigns = {campaign["name"]: campaign for campaign in self.scenario["campaigns"]}
        self.books = self.open(folder, "dialer")
        self.billing = self.open(folder, "billing")
        self.world = self.open(folder, "world")
        self.faults = collections.Counter()

    @staticmethod
    def open(folder, name):
        connection = sqlite3.connect(f"file:{folder}/{name}.sqlite?mode=ro", uri=True)
        connection.row_factory = sqlite3.Row
        return connection

    def fault(self, code, sentence):
        self.faults[code] += 1
        if self.faults[code] <= 5:
            print(f"{code}: {sentence}")

    def run(self):
        self.read()
        self.contacts()
        self.each_call()
        self.each_contact()
        self.network()
        self.meetings()
        self.time_at_work()
        self.selections()
        counts = ", ".join(f"{count} × {code}" for code, count in sorted(self.faults.items())) or "none"
        print(f"audited {len(self.calls)} attempts of {len(self.contact)} contacts; faults: {counts}")
        return 1 if self.faults else 0

    def read(self):
        places = {
            row["account"]: (zoneinfo.ZoneInfo(row["time_zone"]), row["region"])
            for row in self.billing.execute("SELECT account, time_zone, region FROM customer")
        }
        self.contact = {row["id"]: dict(row) for row in self.books.execute(
            "SELECT contact.*, campaign.name AS campaignName FROM contact JOIN campaign ON campaign.id = campaign")}
        # Who asks for the bill by fax has heard what it is about, even if the daemon died a moment later.
        self.wants_fax = {row[0] for row in self.books.execute(
            "SELECT askedIn FROM faxJob WHERE askedIn IS NOT NULL")}
        self.agreed = {row[0] for row in self.books.execute(
            "SELECT attempt FROM promise UNION SELECT attempt FROM paidClaim UNION SELECT attempt FROM callback")}
        # What agents say is a second word on a call: it is not heard to its end where they want it to be called again.
        self.unheard = {row[0] for row in self.books.execute(
            "SELECT attempt FROM disposition WHERE does IN ('again', 'wrong-number')")}
        self.calls = []
        for row in self.books.execute(
            "SELECT id, contact, number, person, account, purpose, openedAt, ringingAt, endedAt, finishedAt, outcome,"
            " answeredBy, keysPressed, wasPlayedToEnd, agent, isAbandoned FROM attempt WHERE kind = 'contact' ORDER BY openedAt, id"
        ):
            call = dict(row)
            call["campaign"] = self.contact[call["contact"]]["campaignName"]
            call["zone"], call["region"] = places[call["account"]]
            if call["finishedAt"] is None:
                self.fault("open", f"attempt {call['id']} was never finished")
                call["finishedAt"] = call["openedAt"]
            self.calls.append(call)

    def stretches(self, connection, sql):
        found = collections.defaultdict(list)
        for key, begins, ends in connection.execute(sql):
            found[key].append((begins, ends if ends is not None else float("inf")))
        return found

    def each_call(self):
        hours = {name: (rule.get("in", []), week(rule["hours"])) for name, rule in self.rules.items() if "hours" in rule}
        limits = [Limit(name, rule) for name, rule in self.rules.items() if "limit" in rule or "pause" in rule]
        keeps_holidays = any("holidays" in rule for rule in self.rules.values())
        holidays = collections.defaultdict(list)
        for holiday in self.scenario.get("holidays") or []:
            holidays[holiday["day"]].append(holiday)
        ringing = max([milliseconds(rule["ringing"]) for rule in self.rules.values() if "ringing" in rule], default=0)
        listed = collections.defaultdict(list)
        for row in self.books.execute("SELECT number, campaign, at FROM doNotCall"):
            listed[row["number"]].append((row["campaign"], row["at"]))
        promises = self.stretches(
            self.books,
            "SELECT account, madeAt, min(suspendsUntil, coalesce(settledAt, suspendsUntil)) FROM promise")
        claims = self.stretches(self.books, "SELECT account, claimedAt, suspendsUntil FROM paidClaim")
        debts = self.stretches(self.world, "SELECT account, began, ended FROM debt")
        windows = {
            name: (zoneinfo.ZoneInfo(campaign["window"]["zone"]),
                   (minute(campaign["window"]["from"]), minute(campaign["window"]["to"])),
                   campaign["window"].get("days", DAYS))
            for name, campaign in self.campaigns.items()
        }
        for call in self.calls:
            now, account = call["openedAt"], call["account"]
            moment = datetime.datetime.fromtimestamp(now / 1000, datetime.timezone.utc)
            local = moment.astimezone(call["zone"])
            at = f"attempt {call['id']} at {local:%Y-%m-%d %H:%M:%S %Z} where the person is"
            for name, (regions, open_hours) in hours.items():
                if holds(regions, call["region"]) and not is_open(open_hours, local):
                    self.fault("hours", f"{at}: outside of “{name}”")
            for holiday in holidays[local.date()] if keeps_holidays else []:
                allowed = "from" in holiday and (
                    minute(holiday["from"]) <= local.hour * 60 + local.minute < minute(holiday["to"]))
                if not allowed and holds([holiday["region"]] if "region" in holiday else [], call["region"]):
                    self.fault("holiday", f"{at}: {holiday['name']}")
            zone, (opens, closes), days = windows[call["campaign"]]
            here = moment.astimezone(zone)
            if not opens <= here.hour * 60 + here.minute < closes or DAYS[here.weekday()] not in days:
                self.fault("campaign-hours", f"{at}: outside of the window of {call['campaign']}")
            for limit in limits:
                count = limit.check(call)
                if count is not None:
                    self.fault("limit", f"{at}: {count} before it by “{limit.name}” of at most {limit.most}")
            for campaign, since in listed.get(call["number"], ()):
                if since < now and campaign in ("", call["campaign"]):
                    self.fault("do-not-call", f"{at}: its number is on the do-not-call list")
            if any(begins < now < ends for begins, ends in promises.get(account, ())):
                self.fault("promise", f"{at}: the account has promised to pay and still has time")
            if any(begins < now < ends for begins, ends in claims.get(account, ())):
                self.fault("claim", f"{at}: the customer said that it is paid, which is still being booked")
            if not any(begins <= now <= ends for begins, ends in debts.get(account, ())):
                self.fault("paid", f"{at}: the account owes nothing")
            if call["outcome"] == "noAnswer" and call["endedAt"] - call["ringingAt"] < ringing:
                self.fault("ringing", f"{at}: it rang for {call['endedAt'] - call['ringingAt']} ms only")

    def retry(self, campaign):
        given = self.campaigns[campaign].get("retry", {})
        rules = {}
        for result, (wait, limit) in DEFAULT_RETRY.items():
            rule = given.get(result, {"wait": wait, "limit": limit})
            if rule != "never":
                rules[result] = (milliseconds(rule["wait"]), rule.get("limit", given.get("tries", 4)))
        return given.get("tries", 4), given.get("tries-per-number"), rules

    def each_contact(self):
        """Budgets, waits and ends, contact by contact."""
        policies = {name: self.retry(name) for name in self.campaigns}
        calls_of = collections.defaultdict(list)
        for call in self.calls:
            calls_of[call["contact"]].append(call)
        for contact, calls in calls_of.items():
            budget, per_number, rules = policies[calls[0]["campaign"]]
            about = f"contact {contact} of {calls[0]['campaign']}"
            for tries in self.stages(calls):
                self.tries(about, tries, budget, per_number, rules)
            ended = self.contact[contact]["endedAt"]
            if ended is not None and calls[-1]["openedAt"] > ended:
                self.fault("after-end", f"{about}: called after it had ended")
            self.waits(about, calls, rules)

    def stages(self, calls):
        """The calls of each stage: one that is heard ends it, unless the person agreed to something."""
        found = [[]]
        for call in calls:
            found[-1].append(call)
            talked = call["agent"] is not None and call["id"] not in self.unheard
            heard = call["outcome"] == "answered" and (call["wasPlayedToEnd"] or talked) or call["id"] in self.wants_fax
            if heard and call["id"] not in self.agreed:
                found.append([])
        return [tries for tries in found if tries]

    def tries(self, about, calls, budget, per_number, rules):
        counted = [call for call in calls if call["outcome"] not in NOT_COUNTED]
        if len(counted) > budget:
            self.fault("budget", f"{about}: {len(counted)} tries, its budget is {budget}")
        for number, times in collections.Counter(call["number"] for call in counted).items():
            if per_number and times > per_number:
                self.fault("number-budget", f"{about}: {times} tries at one number of at most {per_number}")
        outcomes = collections.Counter(call["outcome"] for call in calls)
        for outcome, times in outcomes.items():
            name = SPELLING.get(outcome, outcome)
            if outcome in ("answered", "wrongNumber"):
                continue
            limit = rules[name][1] if name in rules else 1
            if times > limit:
                self.fault("class-limit", f"{about}: {outcome} {times} times of at most {limit}")

    def waits(self, about, calls, rules):
        last = {}
        for call in calls:
            before = last.get(call["number"])
            last[call["number"]] = call
            if before is None or before["outcome"] == "answered":
                continue
            if before["outcome"] == "wrongNumber":
                self.fault("wrong-number", f"{about}: a wrong number was called again, attempt {call['id']}")
                continue
            name = SPELLING.get(before["outcome"], before["outcome"])
            if name not in rules:
                self.fault("wait", f"{about}: called again after {name}, attempt {call['id']}")
            elif call["openedAt"] < before["finishedAt"] + rules[name][0]:
                self.fault("wait", f"{about}: called again too soon after {name}, attempt {call['id']}")

    def contacts(self):
        """Every contact waits for something or has ended with a reason."""
        leases = {row[0] for row in self.books.execute("SELECT contact FROM lease")}
        for contact in self.contact.values():
            about = f"contact {contact['id']} of {contact['campaignName']}"
            if contact["state"] == "leased" or contact["id"] in leases:
                self.fault("stuck", f"{about}: is being called, and nobody calls")
            if not contact["reason"].strip():
                self.fault("reason", f"{about}: is {contact['state']} without a reason")
            if (contact["state"] in ("waiting", "leased")) != (contact["endedAt"] is None):
                self.fault("reason", f"{about}: is {contact['state']}, and its end says otherwise")

    def selections(self):
        """Everybody who was selected is a contact."""
        known = collections.defaultdict(list)
        for contact in self.contact.values():
            known[contact["campaignName"], contact["account"]].append(contact)
        for row in self.world.execute("SELECT DISTINCT campaign, account, occasion, at FROM selection"):
            for contact in known.get((row["campaign"], row["account"]), ()):
                if contact["occasion"] == row["occasion"] or (contact["endedAt"] or float("inf")) >= row["at"]:
                    break
            else:
                self.fault("lost", f"account {row['account']} was selected for {row['campaign']} and is no contact")

    def network(self):
        """Holds the network's own log against the books: no telephone rings twice for one attempt, or two at once."""
        crashes = sorted(row[0] for row in self.world.execute("SELECT at FROM crash"))
        calls = {call["id"]: call for call in self.calls}
        rung = collections.Counter()
        busy_until = {}
        changes = []
        for row in self.world.execute("SELECT * FROM invite ORDER BY at, attempt"):
            attempt, number, at = row["attempt"], row["number"], row["at"]
            crash = bisect.bisect_left(crashes, at)
            until = min(row["until"], crashes[crash]) if crash < len(crashes) else row["until"]
            rung[attempt] += 1
            call = calls.get(attempt)
            if call is None:
                self.fault("unknown-call", f"the network rang a number for attempt {attempt}, which is in no book")
                continue
            if call["number"] != number or at < call["openedAt"]:
                self.fault("unknown-call", f"attempt {attempt} rang another number, or before it was written down")
            if busy_until.get(number, 0) > at:
                self.fault("twice", f"attempt {attempt} rang a telephone that another attempt was ringing")
            busy_until[number] = until
            changes += [(at, 1, call["campaign"]), (until, -1, call["campaign"])]
        for attempt, times in rung.items():
            if times > 1:
                self.fault("twice", f"attempt {attempt} rang {times} times")
        for call in self.calls:
            if rung[call["id"]] == 0 and call["outcome"] != "interrupted":
                self.fault("not-rung", f"attempt {call['id']} is {call['outcome']}, and the network knows nothing of it")
        up = collections.Counter()
        for _, change, campaign in sorted(changes):
            up[campaign] += change
            up["trunk"] += change
            if up[campaign] > self.campaigns[campaign]["lines"]:
                self.fault("lines", f"{campaign}: {up[campaign]} calls at once")
            if up["trunk"] > self.scenario["trunk"]["channels"]:
                self.fault("lines", f"the trunk: {up['trunk']} calls at once")

    def meetings(self):
        """Holds whom people met, as they know it, against the books, and no agent has two of them at once."""
        met = collections.defaultdict(list)
        busy = {}
        for attempt, agent, began, ended in self.world.execute(
                "SELECT attempt, agent, began, ended FROM meeting ORDER BY began, attempt"):
            met[attempt].append((agent, ended - began))
            if agent is None:
                continue
            if agent in busy and busy[agent][0] > began:
                self.fault("two-customers", f"agent {agent} talked in attempts {busy[agent][1]} and {attempt} at once")
            busy[agent] = max(busy.get(agent, (0, 0)), (ended, attempt))
        for call in self.calls:
            if call["outcome"] == "interrupted":
                continue
            meetings = met[call["id"]]
            agents = [agent for agent, _ in meetings if agent is not None]
            met_nobody = not agents and any(wait >= PATIENCE for _, wait in meetings)
            if met_nobody and not call["isAbandoned"]:
                self.fault("abandoned", f"the person of attempt {call['id']} met nobody, and the books don't say so")
            if call["isAbandoned"] and not met_nobody:
                self.fault("abandoned", f"attempt {call['id']} is abandoned in the books, and the person met somebody")
            if call["agent"] != (agents[-1] if agents else None):
                self.fault("agent", f"attempt {call['id']} was with {agents or 'nobody'}, and not with {call['agent']}")

    def time_at_work(self):
        """Every second between an agent's login and logout is in the book; a crash may take the last few."""
        crashes = {row[0] for row in self.world.execute("SELECT at FROM crash")}
        spans = collections.defaultdict(list)
        for agent, began, ended in self.books.execute(
                "SELECT agent, startedAt, endedAt FROM agentSpan ORDER BY startedAt, id"):
            spans[agent].append((began, ended))
        for agent, began, ended in self.world.execute("SELECT agent, began, ended FROM shift ORDER BY agent, began"):
            at = began
            for start, end in spans[agent]:
                if end is None or end < began or start > ended:
                    continue
                if start > at:
                    self.fault("agent-time", f"agent {agent}: {start - at} ms at {at} are in no span")
                at = max(at, end)
            if ended - at > (BEAT if ended in crashes else 0):
                self.fault("agent-time", f"agent {agent}: the last {ended - at} ms before {ended} are in no span")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    sys.exit(Audit(sys.argv[1], sys.argv[2]).run())

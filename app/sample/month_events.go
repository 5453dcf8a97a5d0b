package sample

import (
	"time"

	"handrail/app/guide/change"
	"handrail/app/sample/graphsim"
	"handrail/app/tenant"
)

const day = 24 * time.Hour

// monthBegins is how long before today the month begins. Microsoft's audit log reaches back 30 days from now.
const monthBegins = 29 * day

// excludedMembers stands for the section with the members of the group that policies exclude.
const excludedMembers = "excluded"

// act is what somebody does.
type act func(c *graphsim.Cloud) error

// event is what happened at a time. changes are the sections that are not as before.
type event struct {
	ago     time.Duration // before midnight of today
	by      string        // the key of the person; "": each person for themselves
	agent   string        // the program
	do      act
	own     func(c *graphsim.Cloud) change.Write // what Handrail sends, in place of do
	changes []string
}

// The programs that people use: a portal of Microsoft in a browser, and Handrail.
const (
	portal   = graphsim.Browser
	handrail = "Handrail"
)

// before brings the organisation of today back to where the month begins.
var before = []act{
	takeRole("ruth.ashdown", "Billing Administrator"),
	user("kevin.stone", `{"accountEnabled":true,"jobTitle":"Youth worker"}`),
	away("yuki.tanaka", true),
	func(c *graphsim.Cloud) error { c.Buy("P", -5); return nil },
	each(evening, func(p string) act { return unregister(p, "push") }),
	unregister("zoe.hart", "key"), unregister("arjun.patel", "synced"), unregister("freya.nilsen", "akey"),
	func(c *graphsim.Cloud) error { return c.SetPerUser("ian.mckay", "disabled") },
	unregister("yuki.tanaka", "tap"), unregister("george.tan", "o"), register("george.tan", "m"),
}

// events are the month, the earliest first. CA007 was last edited as long ago as data/access.json says: 2.36 days.
var events = []event{
	on(ago(27, 9, 14), "miriam.hale", portal, giveRole("ruth.ashdown", "Billing Administrator"), roles),
	on(ago(24, 16, 40), "miriam.hale", portal,
		user("kevin.stone", `{"accountEnabled":false,"jobTitle":"Former youth worker"}`), account),
	on(ago(20, 19, 25), "daniel.osei", portal, each(excused, addExcluded), []string{excludedMembers}),
	on(ago(18, 10, 5), "daniel.osei", portal, giveRole("callum.reid", "Global Administrator"), roles),
	{ago: ago(16, 11, 45), by: "miriam.hale", agent: handrail, own: perUser("ian.mckay", "disabled", "enabled"),
		changes: []string{tenant.SectionPerUserMFA}},
	on(ago(14, 18, 30), "", portal, each(evening, func(p string) act { return register(p, "push") }), registration),
	on(ago(13, 11, 20), "ruth.ashdown", portal,
		func(c *graphsim.Cloud) error { c.Buy("P", 5); return nil }, []string{tenant.SectionLicences}),
	on(ago(12, 8, 50), "miriam.hale", portal, away("yuki.tanaka", false),
		append(account, tenant.SectionLicences)),
	on(ago(11, 9, 30), "miriam.hale", portal, takeRole("callum.reid", "Global Administrator"), roles),
	on(ago(9, 13, 45), "miriam.hale", portal, each(excused, removeExcluded), []string{excludedMembers}),
	on(ago(8, 15, 10), "george.tan", portal, both(register("george.tan", "o"), unregister("george.tan", "m")), phone),
	on(ago(6, 17, 0), "zoe.hart", portal, register("zoe.hart", "key"), registration),
	on(ago(5, 12, 15), "arjun.patel", portal, register("arjun.patel", "synced"), registration),
	on(ago(5, 20, 35), "freya.nilsen", portal, register("freya.nilsen", "akey"), registration),
	on(ago(4, 17, 55), "daniel.osei", portal, policy("ca-terms", `{"state":"enabledForReportingButNotEnforced"}`), access),
	on(203904*time.Second, "miriam.hale", portal, policy("ca-terms", `{"state":"enabled"}`), access),
	on(ago(1, 22, 0), "miriam.hale", portal, register("yuki.tanaka", "tap"), registration),
}

// on is what somebody does with a program.
func on(ago time.Duration, by, agent string, do act, changes []string) event {
	return event{ago: ago, by: by, agent: agent, do: do, changes: changes}
}

// The sections that change together.
var (
	roles        = []string{tenant.SectionRoles}
	account      = []string{tenant.SectionUsers, tenant.SectionRegistration, tenant.SectionPerUserMFA}
	registration = []string{tenant.SectionRegistration}
	phone        = []string{tenant.SectionUsers, tenant.SectionRegistration}
	access       = []string{tenant.SectionAccess}
)

// evening are the people who registered Microsoft Authenticator together.
var evening = []string{"chloe.dubois", "fatima.zahra", "maria.santos", "mo.farouk", "nia.morgan", "rosa.jimenez",
	"stefan.kovac"}

// excused are the people who were excluded from policies for a time.
var excused = []string{"brian.gould", "clara.jung", "diana.frost", "edith.marsh", "fiona.gray", "frank.mills",
	"george.tan", "harold.pike", "luca.bianchi", "mehmet.demir", "ngozi.adeyemi", "paul.devries", "pete.barlow",
	"winifred.shaw"}

// ago returns how long before midnight of today a day and a time were.
func ago(days, hour, minute int) time.Duration {
	return time.Duration(days)*day - time.Duration(hour)*time.Hour - time.Duration(minute)*time.Minute
}

func user(key, body string) act {
	return func(c *graphsim.Cloud) error { return c.Do("PATCH", "/users/{{user:"+key+"}}", body) }
}

// perUser is what the guide to administrators sends.
func perUser(key, old, state string) func(c *graphsim.Cloud) change.Write {
	body := func(state string) []byte { return []byte(`{"perUserMfaState":"` + state + `"}`) }
	return func(c *graphsim.Cloud) change.Write {
		return change.Write{Verb: change.Change, Object: "/users/" + c.Named("user", key) + "/authentication/requirements",
			Body: body(state), Undo: body(old)}
	}
}

func policy(name, body string) act {
	return func(c *graphsim.Cloud) error {
		return c.Do("PATCH", "/identity/conditionalAccess/policies/{{guid:"+name+"}}", body)
	}
}

func giveRole(key, role string) act {
	return func(c *graphsim.Cloud) error {
		return c.Do("POST", "/roleManagement/directory/roleAssignments", `{"roleDefinitionId":"{{role:`+role+`}}",`+
			`"principalId":"{{user:`+key+`}}","directoryScopeId":"/"}`)
	}
}

func takeRole(key, role string) act {
	return func(c *graphsim.Cloud) error {
		return c.Do("DELETE", "/roleManagement/directory/roleAssignments/{{assignment:"+key+"/"+role+"}}", "")
	}
}

func addExcluded(key string) act {
	return func(c *graphsim.Cloud) error {
		return c.Do("POST", "/groups/{{group:exclusions}}/members/$ref",
			`{"@odata.id":"https://graph.microsoft.com/v1.0/directoryObjects/{{user:`+key+`}}"}`)
	}
}

func removeExcluded(key string) act {
	return func(c *graphsim.Cloud) error {
		return c.Do("DELETE", "/groups/{{group:exclusions}}/members/{{user:"+key+"}}/$ref", "")
	}
}

func register(key, method string) act {
	return func(c *graphsim.Cloud) error { return c.Register(key, method) }
}

func unregister(key, method string) act {
	return func(c *graphsim.Cloud) error { return c.Unregister(key, method) }
}

func away(key string, yes bool) act {
	return func(c *graphsim.Cloud) error { return c.SetAway(key, yes) }
}

// each does the same for several people.
func each(keys []string, do func(key string) act) act {
	return func(c *graphsim.Cloud) error {
		for _, key := range keys {
			if err := do(key)(c); err != nil {
				return err
			}
		}
		return nil
	}
}

func both(first, second act) act {
	return func(c *graphsim.Cloud) error {
		if err := first(c); err != nil {
			return err
		}
		return second(c)
	}
}

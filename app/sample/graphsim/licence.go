package graphsim

import (
	"slices"
	"strings"
	"time"
)

// plan is a service plan of a product (licensing-service-plan-reference.md).
type plan struct{ id, name, service string }

// product is something the charity has bought, or was given.
type product struct {
	letter  string // in data/people.txt
	sku     string
	part    string
	premium bool // includes P1 or P2
	enabled int  // licences bought, where the people are those written by hand
	plans   []plan
}

// products lists what is there with P1; without, Business Premium becomes
// Business Standard.
var products = []product{
	{"P", "cbdc14ab-d96c-4c30-b9f4-6ada7cdc1d46", "SPB", true, 60, []plan{
		{"41781fb2-bc02-4b7c-bd55-b576c07bb09d", "AAD_PREMIUM", "AADPremiumService"},
		{"9aaf7827-d63c-4b61-89c3-182f06f82e5c", "EXCHANGE_S_STANDARD", "exchange"},
		{"57ff2da0-773e-42df-b2af-ffb7a2317929", "TEAMS1", "TeamspaceAPI"},
		{"c7699d2e-19aa-44de-8edf-1736da088ca1", "SHAREPOINTSTANDARD", "SharePoint"},
		{"094e7854-93fc-4d55-b2c0-3ab5369ebdc1", "OFFICE_BUSINESS", "MicrosoftOffice"},
		{"c1ec4a95-1f05-45b3-a911-aa3fa01094f5", "INTUNE_A", "SCO"},
		{"8a256a2b-b617-496d-b51b-e76466e88db0", "MFA_PREMIUM", "MultiFactorService"},
		{"f20fedf3-f3c3-43c3-8267-2bfdd51c0939", "ATP_ENTERPRISE", "exchange"},
		{"932ad362-64a8-4783-9106-97849a1a30b9", "ADALLOM_S_DISCOVERY", "Adallom"},
		{"bfc1bbd9-981b-4f71-9b82-17c35fd0e2a4", "MDE_SMB", "WindowsDefenderATP"},
	}},
	{"B", "3b555118-da6a-4418-894f-7df1e2096870", "O365_BUSINESS_ESSENTIALS", false, 50, []plan{
		{"9aaf7827-d63c-4b61-89c3-182f06f82e5c", "EXCHANGE_S_STANDARD", "exchange"},
		{"57ff2da0-773e-42df-b2af-ffb7a2317929", "TEAMS1", "TeamspaceAPI"},
		{"c7699d2e-19aa-44de-8edf-1736da088ca1", "SHAREPOINTSTANDARD", "SharePoint"},
	}},
	{"E", "b05e124f-c7cc-45a0-a6aa-8cf78c946968", "EMSPREMIUM", true, 2, []plan{
		{"41781fb2-bc02-4b7c-bd55-b576c07bb09d", "AAD_PREMIUM", "AADPremiumService"},
		{"eec0eb4f-6444-4f95-aba0-50c24d67f998", "AAD_PREMIUM_P2", "AADPremiumService"},
		{"8a256a2b-b617-496d-b51b-e76466e88db0", "MFA_PREMIUM", "MultiFactorService"},
	}},
	{"S", "26124093-3d78-432b-b5dc-48bf992543d5", "IDENTITY_THREAT_PROTECTION", true, 15, []plan{
		{"eec0eb4f-6444-4f95-aba0-50c24d67f998", "AAD_PREMIUM_P2", "AADPremiumService"},
		{"871d91ec-ec1a-452b-a83f-bd76c7d770ef", "WINDEFATP", "WindowsDefenderATP"},
		{safeDocsPlan, "SAFEDOCS", "WindowsDefenderATP"},
		{"2e2ddb96-6af9-4b1d-a3f0-d6ecfd22edb2", "ADALLOM_S_STANDALONE", "Adallom"},
	}},
	{"A", "c2273bd0-dff7-4215-9ef5-2c7bcfb06425", "OFFICESUBSCRIPTION", true, 12, []plan{
		{"43de0ff5-c92c-492b-9116-175376d08c38", "OFFICESUBSCRIPTION", "MicrosoftOffice"},
	}},
	{"T", "36a0f3b3-adb5-49ea-bf66-762134cf063a", "Microsoft_Teams_Premium", true, 5, []plan{
		{"cc8c0802-a325-43df-8cba-995d0c6cb373", "TEAMSPRO_CUST", "TeamspaceAPI"},
	}},
}

// The plans that are turned off for some people.
const (
	teamsPlan    = "57ff2da0-773e-42df-b2af-ffb7a2317929"
	businessPlan = "094e7854-93fc-4d55-b2c0-3ab5369ebdc1"
	safeDocsPlan = "bf6f5520-59e3-4f82-974b-7dbbc4fd27c7"
)

// off returns the plans that are turned off for a person: Teams for one, Safe Documents for two, and
// Apps for business where the person has Apps for enterprise.
func (p *person) off(of product) []string {
	all := []string{}
	if p.key == "mo.farouk" {
		all = append(all, teamsPlan)
	}
	if of.letter == "P" && strings.Contains(p.licence, "A") {
		all = append(all, businessPlan)
	}
	if of.letter == "S" && (p.key == "callum.reid" || p.key == "viktor.petrov") {
		all = append(all, safeDocsPlan)
	}
	return all
}

// standardSKU takes the place of Business Premium where there is no P1.
const standardSKU = "f245ecc8-75af-4f8e-b61f-27d8114de5f3"

// without takes the premium parts of a product away; false if nothing is left.
func (p product) without() (product, bool) {
	if !p.premium {
		return p, true
	}
	if p.letter != "P" {
		return p, false
	}
	q := product{letter: p.letter, sku: standardSKU, part: "O365_BUSINESS_PREMIUM", enabled: p.enabled}
	for _, each := range p.plans {
		switch each.name {
		case "EXCHANGE_S_STANDARD", "TEAMS1", "SHAREPOINTSTANDARD", "OFFICE_BUSINESS":
			q.plans = append(q.plans, each)
		}
	}
	return q, true
}

// bought returns the products of this organisation.
func (c *Cloud) bought() (all []product) {
	for _, p := range products {
		if c.options.NoPremium {
			var ok bool
			if p, ok = p.without(); !ok {
				continue
			}
		}
		all = append(all, p)
	}
	return all
}

// assignedAt is when licences were assigned; nothing depends on it.
var assignedAt = time.Date(2024, 9, 2, 8, 15, 0, 0, time.UTC)

// licencesOf returns assignedLicenses of a person.
func licencesOf(c *Cloud, p *person) []object {
	all := []object{}
	if p.licence == "" {
		return all
	}
	for _, each := range c.bought() {
		if strings.Contains(p.licence, each.letter) {
			all = append(all, object{{"disabledPlans", p.off(each)}, {"skuId", each.sku}})
		}
	}
	return all
}

// groupLicences returns assignedLicenses of a group: Business Basic where its flags say so.
func groupLicences(flags []string) []object {
	all := []object{}
	for _, p := range products {
		if p.letter == "B" && slices.Contains(flags, "licence") {
			all = append(all, object{{"disabledPlans", []string{}}, {"skuId", p.sku}})
		}
	}
	return all
}

// plansOf returns assignedPlans of a person.
func plansOf(c *Cloud, p *person) []object {
	all := []object{}
	if p.licence == "" {
		return all
	}
	seen := map[string]bool{}
	for _, each := range c.bought() {
		for _, s := range each.plans {
			if !strings.Contains(p.licence, each.letter) || seen[s.id] {
				continue
			}
			seen[s.id] = true
			status := "Enabled"
			if slices.Contains(p.off(each), s.id) {
				status = "Deleted"
			}
			all = append(all, object{{"assignedDateTime", assignedAt}, {"capabilityStatus", status},
				{"service", s.service}, {"servicePlanId", s.id}})
		}
	}
	return all
}

// tenantPlans returns assignedPlans of the organisation.
func (c *Cloud) tenantPlans() (all []object) {
	for _, each := range c.bought() {
		for _, s := range each.plans {
			all = append(all, object{{"assignedDateTime", assignedAt}, {"capabilityStatus", "Enabled"},
				{"service", s.service}, {"servicePlanId", s.id}})
		}
	}
	return all
}

var skuKind = &kind{name: "subscribedSku", context: "subscribedSkus", options: []string{"$select"}}

// countLicences returns how many people have each product, by its letter.
func (c *Cloud) countLicences() map[string]int {
	used := map[string]int{}
	for i := range c.people {
		if p := c.person(i); !p.away {
			for _, letter := range p.licence {
				used[string(letter)]++
			}
		}
	}
	return used
}

// skus answers /subscribedSkus.
func skus(x *call) *answer {
	used := x.cloud.used()
	var rows []object
	for _, p := range x.cloud.bought() {
		var plans []object
		for _, s := range p.plans {
			plans = append(plans, object{{"servicePlanId", s.id}, {"servicePlanName", s.name},
				{"provisioningStatus", "Success"}, {"appliesTo", "User"}})
		}
		rows = append(rows, object{
			{"accountName", "northgatetrust"}, {"accountId", TenantID}, {"appliesTo", "User"},
			{"capabilityStatus", "Enabled"}, {"consumedUnits", used[p.letter]},
			{"id", TenantID + "_" + p.sku}, {"skuId", p.sku}, {"skuPartNumber", p.part},
			{"subscriptionIds", []string{x.cloud.guid("subscription/" + p.sku)}},
			{"prepaidUnits", object{{"enabled", max(p.enabled, used[p.letter]+3) - x.cloud.fewer[p.letter]},
				{"suspended", 0}, {"warning", 0}, {"lockedOut", 0}}}, {"servicePlans", plans},
		})
	}
	return x.list(skuKind, these(rows))
}

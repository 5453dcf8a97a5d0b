package graphsim

import (
	_ "embed"
	"fmt"
	"strconv"
	"strings"
	"time"
)

//go:embed data/intune.txt
var intuneText string

// intuneList is one of the lists of what Intune assigns.
type intuneList struct {
	name string // of the list, in data/intune.txt
	path string
	of   string // the type of its rows
	as   string // the type of an assignment
	beta bool
}

var intuneLists = []intuneList{
	{"deviceConfigurations", "deviceManagement", "deviceConfiguration", "deviceConfigurationAssignment", false},
	{"deviceCompliancePolicies", "deviceManagement", "deviceCompliancePolicy", "deviceCompliancePolicyAssignment", false},
	{"mobileApps", "deviceAppManagement", "mobileApp", "mobileAppAssignment", false},
	{"configurationPolicies", "deviceManagement", "deviceManagementConfigurationPolicy", "", true},
	{"groupPolicyConfigurations", "deviceManagement", "groupPolicyConfiguration", "", true},
	{"deviceManagementScripts", "deviceManagement", "deviceManagementScript", "", true},
	{"deviceHealthScripts", "deviceManagement", "deviceHealthScript", "", true},
	{"deviceShellScripts", "deviceManagement", "deviceShellScript", "", true},
}

// intuneItem is a row of one of the lists.
type intuneItem struct {
	body     object
	assigned []object
}

// get returns a property.
func (i *intuneItem) get(name string) (any, bool) { return i.body.get(name) }

// assigned is what $expand returns of a row.
func assigned(_ *call, r row, _ string) (any, bool) { return r.(*intuneItem).assigned, true }

func (l intuneList) kind() *kind {
	return &kind{name: l.of, context: l.path + "/" + l.name, page: 100, most: 1000, expand: []string{"assignments"},
		expander: assigned}
}

// readIntune reads data/intune.txt.
func (c *Cloud) readIntune() error {
	c.intune = map[string][]*intuneItem{}
	for i, f := range table(intuneText, 4) {
		var list *intuneList
		for j := range intuneLists {
			if intuneLists[j].name == f[0] {
				list = &intuneLists[j]
			}
		}
		if list == nil {
			return fmt.Errorf("intune.txt: there is no list %q", f[0])
		}
		targets, err := c.targets(f[0]+strconv.Itoa(i), splitList(f[3]), list.as)
		if err != nil {
			return fmt.Errorf("intune.txt: %w", err)
		}
		made := time.Date(2024, 5, 6, 10, 0, 0, 0, time.UTC).Add(time.Duration(i) * 29 * 24 * time.Hour)
		name := "displayName"
		if f[0] == "configurationPolicies" {
			name = "name"
		}
		body := object{{"@odata.type", "#microsoft.graph." + f[2]}, {"id", c.guid("intune/" + f[0] + f[1])}, {name, f[1]},
			{"description", ""}, {"createdDateTime", made}, {"lastModifiedDateTime", made}}
		if f[2] == list.of { // not a type derived from that of the list
			body = body[1:]
		}
		c.intune[f[0]] = append(c.intune[f[0]], &intuneItem{body, targets})
	}
	return nil
}

// targets returns the assignments that a line of data/intune.txt names.
func (c *Cloud) targets(item string, all []string, as string) ([]object, error) {
	rows := []object{}
	for i, text := range all {
		key, intent, app := strings.Cut(strings.TrimSpace(text), "=")
		target := object{{"@odata.type", "#microsoft.graph.allDevicesAssignmentTarget"}}
		if key != "*" {
			name, excluded := strings.CutPrefix(key, "-")
			place, err := c.groupPlace(name)
			if err != nil {
				return nil, err
			}
			target = object{{"@odata.type", "#microsoft.graph.groupAssignmentTarget"}, {"groupId", c.groups[place].id}}
			if excluded {
				target[0].value = "#microsoft.graph.exclusionGroupAssignmentTarget"
			}
		}
		row := object{{"id", c.guid("intune/" + item + strconv.Itoa(i))}}
		if app && as == "mobileAppAssignment" {
			row = append(row, field{"intent", intent})
		}
		rows = append(rows, append(row, field{"target", target}))
	}
	return rows, nil
}

// intuneRoutes are the lists. Without a licence for Intune they refuse as Microsoft does.
func intuneRoutes() (all []route) {
	for _, l := range intuneLists {
		k := l.kind()
		all = append(all, route{of: "[]" + l.of, pattern: "/" + l.path + "/" + l.name, beta: l.beta,
			do: func(x *call) *answer {
				if x.cloud.options.NoPremium {
					return noIntune()
				}
				return x.list(k, these(x.cloud.intune[l.name]))
			}})
	}
	return all
}

// noIntune is the answer to an organisation that has no licence for Intune.
func noIntune() *answer {
	return refuse(400, "BadRequest", "Request not applicable to target tenant.")
}

// autopilotAssigned is what $expand returns of a profile of Autopilot: the kiosks' own is for the hall devices.
func autopilotAssigned(x *call, r row, _ string) (any, bool) {
	rows := []object{}
	if name, _ := r.get("displayName"); name == autopilotNames[0] {
		rows = append(rows, object{{"id", x.cloud.guid("autopilot-assignment")},
			{"target", object{{"@odata.type", "#microsoft.graph.groupAssignmentTarget"},
				{"groupId", x.cloud.groups[x.cloud.byGroup["halldevices"]].id}}}})
	}
	return rows, true
}

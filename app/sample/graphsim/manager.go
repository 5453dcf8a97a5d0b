package graphsim

// heads are the heads of department, by department; director is theirs. Trustees,
// volunteers of no department and guests have no manager.
var heads = map[string]string{
	"Advice": "fatima.zahra", "Building": "mo.farouk", "Communications": "omar.haddad", "Finance": "ruth.ashdown",
	"Food bank": "maria.santos", "Fundraising": "tess.okafor", "Office": "miriam.hale", "Pastoral care": "sister.agnes",
	"Reception": "nia.morgan", "Volunteers": "nia.morgan", "Youth": "zoe.hart",
}

const director = "tess.okafor"

// managerOf answers with the manager of a person; 404 where there is none.
func managerOf(x *call, p *person) *answer {
	key := heads[p.department]
	if key == p.key {
		key = director
	}
	at, ok := x.cloud.handKey[key]
	if !ok || p.guest || p.key == director {
		return notFound("manager")
	}
	return x.entity(x.userKind(), account{x.cloud, x.cloud.hand[at]})
}

//! The words that pseudonyms are made of, all of them suitable at work.
//!
//! Changing or reordering them renames everybody in every job, so leave them alone.

#[rustfmt::skip]
/// Colors and good qualities.
pub(super) const QUALITIES: [&str; 105] = [
    "Amber", "Azure", "Blue", "Bold", "Brave", "Breezy", "Bright", "Bronze", "Calm", "Candid",
    "Cheerful", "Clear", "Clever", "Copper", "Coral", "Cosmic", "Cozy", "Crimson", "Crystal", "Curious",
    "Daring", "Dawn", "Early", "Easy", "Emerald", "Evening", "Fair", "Fond", "Free", "Frosty", "Gentle",
    "Gilded", "Glad", "Golden", "Graceful", "Grand", "Green", "Happy", "Hearty", "Honest", "Hopeful",
    "Indigo", "Ivory", "Jade", "Jolly", "Joyful", "Keen", "Kind", "Lilac", "Lively", "Lucky", "Lunar",
    "Mellow", "Merry", "Mighty", "Mindful", "Misty", "Morning", "Nimble", "Noble", "Olive", "Open",
    "Patient", "Peaceful", "Pearl", "Playful", "Plucky", "Polar", "Proud", "Purple", "Quick", "Quiet",
    "Radiant", "Rapid", "Red", "Ruby", "Rustic", "Sage", "Sandy", "Sapphire", "Scarlet", "Serene",
    "Silver", "Sincere", "Snowy", "Solar", "Spirited", "Spry", "Steady", "Stellar", "Sunny", "Swift",
    "Teal", "Topaz", "Tranquil", "True", "Turquoise", "Upbeat", "Velvet", "Violet", "Vivid", "Warm",
    "Wise", "Witty", "Zesty",
];

#[rustfmt::skip]
/// Birds and trees.
pub(super) const BEINGS: [&str; 252] = [
    "Acacia", "Albatross", "Alder", "Almond", "Apple", "Apricot", "Aspen", "Avocet", "Banyan", "Baobab",
    "Basswood", "Bay", "Beech", "Bellbird", "Birch", "Bittern", "Blackbird", "Blackthorn", "Bluebird",
    "Bluejay", "Bowerbird", "Boxwood", "Brambling", "Bulbul", "Bunting", "Canary", "Cardinal", "Cashew",
    "Cassowary", "Catalpa", "Catbird", "Cedar", "Chaffinch", "Cherry", "Chestnut", "Chickadee",
    "Chiffchaff", "Citron", "Condor", "Cormorant", "Cottonwood", "Crane", "Creeper", "Crossbill",
    "Curlew", "Cypress", "Damson", "Dipper", "Dogwood", "Dotterel", "Dove", "Dunlin", "Dunnock", "Eagle",
    "Ebony", "Egret", "Eider", "Elder", "Elm", "Falcon", "Fieldfare", "Fig", "Finch", "Fir", "Firecrest",
    "Flamingo", "Flicker", "Flycatcher", "Frigatebird", "Fulmar", "Gannet", "Garganey", "Ginkgo",
    "Godwit", "Goldcrest", "Goldeneye", "Goldfinch", "Goshawk", "Grackle", "Grebe", "Greenfinch",
    "Greenshank", "Grosbeak", "Grouse", "Guava", "Guillemot", "Hackberry", "Harrier", "Hawfinch",
    "Hawthorn", "Heron", "Hickory", "Holly", "Honeybird", "Honeyeater", "Hoopoe", "Hornbeam", "Hornbill",
    "Hummingbird", "Ibis", "Ironwood", "Jacamar", "Jacana", "Jacaranda", "Jackdaw", "Jay", "Juniper",
    "Kestrel", "Kingbird", "Kingfisher", "Kinglet", "Kite", "Kittiwake", "Kiwi", "Kookaburra", "Lapwing",
    "Larch", "Lark", "Laurel", "Linden", "Linnet", "Longspur", "Lory", "Lyrebird", "Macaw", "Magnolia",
    "Magpie", "Mahogany", "Mallard", "Manakin", "Mango", "Mangrove", "Maple", "Martin", "Meadowlark",
    "Medlar", "Merganser", "Merlin", "Mesquite", "Mockingbird", "Moorhen", "Motmot", "Mulberry", "Mynah",
    "Myrtle", "Nighthawk", "Nightingale", "Nutcracker", "Nuthatch", "Oak", "Oleander", "Oriole",
    "Osprey", "Ostrich", "Ouzel", "Ovenbird", "Owl", "Oystercatcher", "Palm", "Papaya", "Parakeet",
    "Partridge", "Peach", "Pear", "Pecan", "Pelican", "Penguin", "Peregrine", "Persimmon",
    "Petrel", "Pheasant", "Phoebe", "Pine", "Pintail", "Pipit", "Pistachio", "Plover", "Plum", "Pochard",
    "Pomelo", "Poplar", "Ptarmigan", "Puffin", "Quail", "Quetzal", "Quince", "Raven", "Redpoll",
    "Redshank", "Redstart", "Redwing", "Redwood", "Roadrunner", "Robin", "Rosefinch", "Rowan",
    "Sandalwood", "Sanderling", "Sandpiper", "Sapsucker", "Sassafras", "Seagull", "Sequoia",
    "Shearwater", "Shelduck", "Siskin", "Skua", "Skylark", "Snipe", "Snowfinch", "Sparrow", "Spoonbill",
    "Spruce", "Starling", "Stilt", "Stonechat", "Stork", "Sunbird", "Swan", "Sweetgum",
    "Sycamore", "Tamarind", "Tanager", "Teak", "Tern", "Thrasher", "Thrush", "Toucan", "Towhee",
    "Treecreeper", "Trogon", "Turnstone", "Veery", "Vireo", "Wagtail", "Walnut", "Warbler", "Waxwing",
    "Weaver", "Wheatear", "Whimbrel", "Whinchat", "Whitethroat", "Wigeon", "Willow", "Woodlark",
    "Woodpecker", "Wren", "Wryneck", "Yellowhammer", "Yew", "Zelkova",
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn there_are_enough_words_and_none_twice() {
        assert!(60 <= QUALITIES.iter().collect::<BTreeSet<_>>().len());
        assert!(200 <= BEINGS.iter().collect::<BTreeSet<_>>().len());
        assert_eq!(QUALITIES.len(), QUALITIES.iter().collect::<BTreeSet<_>>().len());
        assert_eq!(BEINGS.len(), BEINGS.iter().collect::<BTreeSet<_>>().len());
    }
}
